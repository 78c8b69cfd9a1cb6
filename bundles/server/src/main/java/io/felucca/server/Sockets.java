package io.felucca.server;

import io.felucca.api.Fault;
import io.felucca.grpc.SocketFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Addresses of the configuration as socket files. */
final class Sockets {
  private static final int MODE = 0660;
  private static final String UNIX = "unix://";

  private Sockets() {}

  /**
   * The socket of an address, its folder made where it is missing.
   *
   * @param address a path, or {@code unix:///path}
   */
  static SocketFile of(String address, int uid, int gid) {
    Path path = Path.of(address.startsWith(UNIX) ? address.substring(UNIX.length()) : address);
    if (!path.isAbsolute()) {
      throw Fault.invalid("address \"%s\" is neither an absolute path nor unix:///path", address);
    }
    try {
      makeFolder(path.getParent());
      return new SocketFile(path, MODE, uid, gid);
    } catch (IllegalArgumentException tooLong) {
      throw Fault.invalid("%s", tooLong.getMessage());
    } catch (IOException e) {
      throw Fault.io("folder of socket " + path, e);
    }
  }

  private static void makeFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      var passable =
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x"));
      Files.createDirectories(folder, passable);
    }
  }
}
