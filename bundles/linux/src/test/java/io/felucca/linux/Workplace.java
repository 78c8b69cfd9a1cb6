package io.felucca.linux;

import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.rules.ExternalResource;

/** A directory for one test; what is mounted in it is unmounted after the test. */
public final class Workplace extends ExternalResource {
  private Path root;

  @Override
  protected void before() throws IOException {
    root = Files.createTempDirectory("felucca-linux-").toRealPath();
  }

  @Override
  protected void after() {
    try {
      Mounts.unmountRecursive(root, MountFlags.MNT_DETACH);
      FileTree.delete(root);
    } catch (IOException e) {
      throw new IllegalStateException("left behind: " + root, e);
    }
  }

  Path root() {
    return root;
  }

  Path path(String name) {
    return root.resolve(name);
  }

  Path directory(String name) throws IOException {
    return Files.createDirectories(path(name));
  }

  Path file(String name, String content) throws IOException {
    Path file = path(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  static void needsRoot() {
    assumeTrue("needs root", Unix.effectiveUser() == 0);
  }

  static void needsProgram(String name) throws IOException {
    int code = Spawn.command("sh", "-c", "command -v " + name).run().exitCode();
    assumeTrue("needs " + name, code == 0);
  }
}
