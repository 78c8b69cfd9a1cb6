package io.felucca.oci.option;

import io.felucca.api.Fault;
import io.felucca.oci.spec.LinuxDevice;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Device nodes of this machine: inode(7), makedev(3). */
public final class HostDevices {
  private static final Logger LOG = System.getLogger(HostDevices.class.getName());
  private static final int FORMAT = 0170000;
  private static final int PERMISSIONS = 07777;

  /** Folders below {@code /dev} that are file systems of their own, or other containers'. */
  private static final Set<String> NOT_DEVICES =
      Set.of("pts", "shm", "fd", "mqueue", ".lxc", ".lxd-mounts", ".udev");

  private HostDevices() {}

  /** The device node at a path; an invalid argument where it is something else. */
  public static LinuxDevice at(Path path) {
    try {
      return find(path)
          .orElseThrow(() -> Fault.invalid("%s is not a device node of this machine", path));
    } catch (NoSuchFileException e) {
      throw new Fault(Fault.Kind.NOT_FOUND, "there is no device " + path + " on this machine", e);
    } catch (IOException e) {
      throw Fault.io("cannot look at the device " + path, e);
    }
  }

  /**
   * A device, or all below a folder without FIFOs and the console.
   *
   * @param inContainer where they are in the container; empty for the same place
   */
  static List<LinuxDevice> below(Path path, String inContainer) {
    if (!path.isAbsolute()) {
      throw Fault.invalid("the path of a device is absolute, not \"%s\"", path);
    }
    if (!Files.isDirectory(path)) {
      LinuxDevice device = at(path);
      return List.of(inContainer.isEmpty() ? device : device.at(inContainer));
    }
    List<LinuxDevice> devices = new ArrayList<>();
    try {
      collect(path, inContainer.isEmpty() ? path : Path.of(inContainer), devices);
    } catch (IOException e) {
      throw Fault.io("cannot list the devices in " + path, e);
    }
    return devices;
  }

  private static void collect(Path folder, Path inContainer, List<LinuxDevice> devices)
      throws IOException {
    for (Path path : sorted(folder)) {
      String name = path.getFileName().toString();
      if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        if (!NOT_DEVICES.contains(name)) {
          descend(path, inContainer.resolve(name), devices);
        }
      } else if (!name.equals("console")) {
        present(path)
            .filter(device -> !device.type().equals("p"))
            .ifPresent(device -> devices.add(device.at(inContainer.resolve(name).toString())));
      }
    }
  }

  /** A folder that this process may not read holds no device that it could pass on. */
  private static void descend(Path folder, Path inContainer, List<LinuxDevice> devices)
      throws IOException {
    try {
      collect(folder, inContainer, devices);
    } catch (AccessDeniedException e) {
      LOG.log(Level.DEBUG, "devices left out: folder=" + folder + " error=" + e.getMessage());
    }
  }

  private static List<Path> sorted(Path folder) throws IOException {
    List<Path> paths = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(paths::add);
    }
    paths.sort(null);
    return paths;
  }

  private static Optional<LinuxDevice> present(Path path) throws IOException {
    try {
      return find(path);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static Optional<LinuxDevice> find(Path path) throws IOException {
    Map<String, Object> stat =
        Files.readAttributes(path, "unix:mode,rdev,uid,gid", LinkOption.NOFOLLOW_LINKS);
    int mode = (int) stat.get("mode");
    long number = (long) stat.get("rdev");
    return type(mode)
        .map(
            type ->
                new LinuxDevice(
                    type,
                    path.toString(),
                    major(number),
                    minor(number),
                    mode & PERMISSIONS,
                    Long.valueOf((int) stat.get("uid")),
                    Long.valueOf((int) stat.get("gid"))));
  }

  private static Optional<String> type(int mode) {
    return switch (mode & FORMAT) {
      case 0060000 -> Optional.of("b");
      case 0020000 -> Optional.of("c");
      case 0010000 -> Optional.of("p");
      default -> Optional.empty();
    };
  }

  private static long major(long number) {
    return number >>> 8 & 0xfff | number >>> 32 & 0xfffff000L;
  }

  private static long minor(long number) {
    return number & 0xff | number >>> 12 & 0xffffff00L;
  }
}
