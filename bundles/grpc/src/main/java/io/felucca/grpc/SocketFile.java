package io.felucca.grpc;

import java.nio.file.Path;

/**
 * Where a server listens in the file system, and who may connect.
 *
 * @param path of the socket, at most 106 bytes; its folder must exist
 * @param mode permission bits: write permission is what lets a client connect
 * @param uid numeric owner, or {@link #KEEP}
 * @param gid numeric group, or {@link #KEEP}
 */
public record SocketFile(Path path, int mode, int uid, int gid) {
  /** Leaves the owner or group as the kernel made it: the effective one of this process. */
  public static final int KEEP = -1;

  /** What Java takes, one less than fits {@code sun_path} with its closing zero (unix(7)). */
  private static final int MAX_BYTES = 106;

  public SocketFile {
    path = path.toAbsolutePath();
    int length = path.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    if (length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "socket path is " + length + " bytes, at most " + MAX_BYTES + " are possible: " + path);
    }
  }

  /** A socket for the owner and the group of this process, mode 0660. */
  public static SocketFile at(Path path) {
    return new SocketFile(path, 0660, KEEP, KEEP);
  }

  /** The same socket with another owner and group; {@link #KEEP} leaves one as it is. */
  public SocketFile ownedBy(int newUid, int newGid) {
    return new SocketFile(path, mode, newUid, newGid);
  }
}
