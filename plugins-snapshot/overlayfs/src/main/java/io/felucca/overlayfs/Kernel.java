package io.felucca.overlayfs;

import io.felucca.api.plugin.SkipPlugin;
import io.felucca.linux.FileSystem;
import io.felucca.linux.FileSystemContext;
import io.felucca.linux.LinuxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the running kernel's overlay can do. */
final class Kernel {
  private static final Path INDEX = Path.of("/sys/module/overlay/parameters/index");

  /** File systems that overlay refuses as its upper layer. */
  private static final Set<String> NOT_BELOW =
      Set.of("overlay", "aufs", "ecryptfs", "nfs", "nfs4", "fuse.sshfs");

  /** What statfs(2) calls those of them that it can tell. */
  private static final Map<Long, String> MAGIC =
      Map.of(
          FileSystem.OVERLAYFS,
          "overlay",
          FileSystem.NFS,
          "nfs",
          0x61756673L,
          "aufs",
          0xf15fL,
          "ecryptfs");

  private Kernel() {}

  /** Throws a skip where overlay cannot work below {@code root}. */
  static void require(Path root) throws IOException {
    if (!isKnown() && !isLoaded()) {
      throw new SkipPlugin("the kernel has no overlay file system (modprobe overlay)");
    }
    String type = fileSystem(root);
    if (NOT_BELOW.contains(type)) {
      throw new SkipPlugin(
          "overlayfs cannot have its layers on "
              + type
              + ", where "
              + root
              + " is; set root_path to a folder on another file system");
    }
  }

  private static boolean isKnown() throws IOException {
    return Files.readString(Path.of("/proc/filesystems")).contains("\toverlay\n");
  }

  /** Whether it is there once it is asked for: the kernel then loads the module of that name. */
  private static boolean isLoaded() {
    try (FileSystemContext overlay = FileSystemContext.open("overlay")) {
      return true;
    } catch (LinuxException e) {
      return false;
    }
  }

  /** The type's name; Java finds none in a chroot whose own root is not mounted. */
  private static String fileSystem(Path root) throws IOException {
    try {
      return Files.getFileStore(root).type();
    } catch (IOException e) {
      long type = FileSystem.of(root).type();
      return MAGIC.getOrDefault(type, "0x" + Long.toHexString(type));
    }
  }

  /**
   * Options that every mount needs: without {@code index=off} a layer could not be mounted twice.
   */
  static List<String> baseOptions() throws IOException {
    List<String> options = new java.util.ArrayList<>();
    if (Files.exists(INDEX)) {
      options.add("index=off");
    }
    if (inUserNamespace()) {
      options.add("userxattr");
    }
    return options;
  }

  /**
   * Trusted attributes cannot be set in a user namespace other than the first (kernel 5.11 has the
   * option for that).
   */
  private static boolean inUserNamespace() throws IOException {
    String[] words = Files.readString(Path.of("/proc/self/uid_map")).strip().split("\\s+");
    return !(words.length == 3
        && words[0].equals("0")
        && words[1].equals("0")
        && words[2].equals("4294967295"));
  }

  /** Overlay takes idmapped layers from kernel 5.19 on. */
  static boolean mapsIds() {
    String[] version = System.getProperty("os.version").split("[.-]");
    int major = Integer.parseInt(version[0]);
    int minor = Integer.parseInt(version[1]);
    return major > 5 || major == 5 && minor >= 19;
  }
}
