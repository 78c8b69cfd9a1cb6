package io.felucca.runtime.sandbox;

import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.linux.FileTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The root file system of all pods: the pause program from this bundle and the folders that a
 * runtime mounts on. It is read only and shared, and another build of the program has another
 * folder: pods that run keep theirs.
 */
final class PauseProgram {
  /** Where the program is in the root file system. */
  static final String PATH = "/pause";

  private static final int DIGITS = 16;

  private final Path folder;
  private volatile Path rootfs;

  /**
   * @param folder where root file systems are kept; made on first use
   */
  PauseProgram(Path folder) {
    this.folder = folder;
  }

  /** The root file system, which is there when this returns. */
  Path rootfs() {
    Path known = rootfs;
    return known != null && Files.isExecutable(known.resolve("pause")) ? known : make();
  }

  private synchronized Path make() {
    byte[] program = program();
    String name = Digest.of(program).hex().substring(0, DIGITS);
    Path wanted = folder.resolve(name);
    try {
      if (!Files.isExecutable(wanted.resolve("pause"))) {
        Files.createDirectories(folder, mode("rwx--x--x"));
        fill(wanted, program);
      }
    } catch (IOException e) {
      throw Fault.io("root file system of pods " + wanted, e);
    }
    rootfs = wanted;
    return wanted;
  }

  /** Made aside and renamed: another instance may do the same. */
  private void fill(Path wanted, byte[] program) throws IOException {
    Path aside = Files.createTempDirectory(folder, ".new-");
    try {
      for (String name : new String[] {"dev", "proc", "sys", "etc", "tmp"}) {
        Files.createDirectory(aside.resolve(name), mode("rwxr-xr-x"));
      }
      Files.write(aside.resolve("pause"), program);
      Files.setPosixFilePermissions(aside.resolve("pause"), permissions("r-xr-xr-x"));
      Files.setPosixFilePermissions(aside, permissions("rwxr-xr-x"));
      Files.move(aside, wanted, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.isExecutable(wanted.resolve("pause"))) {
        throw e;
      }
    } finally {
      FileTree.delete(aside);
    }
  }

  /** Whether a process of this host runs the program. */
  static boolean runs(int pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/comm")).equals("pause\n");
    } catch (IOException e) {
      return false;
    }
  }

  private static byte[] program() {
    String path = "/native/" + architecture() + "/pause";
    try (InputStream in = PauseProgram.class.getResourceAsStream(path)) {
      if (in == null) {
        throw Fault.unimplemented(
            "this build has no pause program for %s: pods cannot be made",
            System.getProperty("os.arch"));
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw Fault.io("pause program " + path, e);
    }
  }

  private static String architecture() {
    String name = System.getProperty("os.arch");
    return name.equals("x86_64") ? "amd64" : name;
  }

  private static Set<PosixFilePermission> permissions(String text) {
    return PosixFilePermissions.fromString(text);
  }

  private static FileAttribute<?> mode(String text) {
    return PosixFilePermissions.asFileAttribute(permissions(text));
  }
}
