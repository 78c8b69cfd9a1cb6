package io.felucca.diff;

import static org.junit.Assert.assertEquals;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Mount;
import io.felucca.api.Scope;
import io.felucca.api.content.ContentStore;
import io.felucca.api.content.ContentWriter;
import io.felucca.api.diff.ApplyOptions;
import io.felucca.content.LocalContentStore;
import io.felucca.linux.Directory;
import io.felucca.linux.Fd;
import io.felucca.linux.FileTree;
import io.felucca.linux.Mounts;
import io.felucca.linux.Open;
import io.felucca.linux.Xattrs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.rules.ExternalResource;

/** A folder with a content store and a differ, and other programs to compare with. */
final class Lab extends ExternalResource {
  static final String TAR = "application/vnd.oci.image.layer.v1.tar";

  final Scope scope = Scope.of("lab");
  Path root;
  ContentStore store;
  WalkingDiffer differ;
  private int folders;

  @Override
  protected void before() throws IOException {
    root = Files.createTempDirectory("felucca-diff-");
    store = new LocalContentStore(root.resolve("content"));
    store.start();
    differ = new WalkingDiffer(Seats.of(new TestMetadata(store)), root.resolve("state"));
    differ.start();
  }

  @Override
  protected void after() {
    try {
      differ.close();
      store.close();
      Mounts.unmountRecursive(root, 0);
      FileTree.delete(root);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  Path folder() throws IOException {
    return Files.createDirectory(root.resolve("f" + folders++));
  }

  static List<Mount> bind(Path folder) {
    return List.of(Mount.of("bind", folder.toString(), List.of("rbind", "rw")));
  }

  /** The upper layer alone, which is enough to unpack into. */
  static List<Mount> overlay(Path upper, Path lower) {
    return List.of(
        Mount.of("overlay", "overlay", List.of("lowerdir=" + lower, "upperdir=" + upper)));
  }

  Descriptor put(String mediaType, byte[] bytes) {
    Digest digest = Digest.of(bytes);
    try (ContentWriter writer =
        store.writer(scope, digest.toString(), Descriptor.of("", null, 0))) {
      writer.write(ByteBuffer.wrap(bytes));
      writer.commit(0, digest, Map.of());
    }
    return Descriptor.of(mediaType, digest, bytes.length);
  }

  Descriptor apply(Descriptor layer, Path folder) {
    return differ.apply(scope, layer, bind(folder), ApplyOptions.NONE);
  }

  Path unpack(byte[] tar) throws IOException {
    Path folder = folder();
    Descriptor layer = put(TAR, tar);
    try {
      assertEquals(layer.digest(), apply(layer, folder).digest());
    } finally {
      store.delete(scope, layer.digest());
    }
    return folder;
  }

  /** Runs a script; what it prints. */
  static String sh(Path in, String script) throws IOException {
    Process process =
        new ProcessBuilder("sh", "-ec", script)
            .directory(in.toFile())
            .redirectErrorStream(true)
            .start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    try {
      assertEquals(script + "\n" + output, 0, process.waitFor());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return output;
  }

  /** All there is to know about a tree, the content of files included. */
  static String describe(Path tree) throws IOException {
    return sh(
            tree,
            "find . -mindepth 1 -printf '%P %y %m %U:%G %s %T@ %l %n\\n' | LC_ALL=C sort;"
                + " find . -type f -print0 | LC_ALL=C sort -z | xargs -0r sha256sum")
        + xattrs(tree);
  }

  private static Map<String, String> xattrs(Path tree) throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Fd root = Open.directory(tree)) {
      addXattrs(root, "", found);
    }
    return found;
  }

  private static void addXattrs(Fd folder, String path, Map<String, String> to) throws IOException {
    for (Directory.Entry entry : Directory.list(folder)) {
      for (String name : Xattrs.list(folder, entry.name())) {
        byte[] value = Xattrs.get(folder, entry.name(), name);
        to.put(path + entry.name() + " " + name, Arrays.toString(value));
      }
      if (entry.isDirectory()) {
        try (Fd child = Open.at(folder, entry.name(), Open.O_RDONLY | Open.O_DIRECTORY, 0)) {
          addXattrs(child, path + entry.name() + "/", to);
        }
      }
    }
  }
}
