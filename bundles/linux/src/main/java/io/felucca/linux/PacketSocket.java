package io.felucca.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** Unix sockets that keep the bounds of what is written to them: SOCK_SEQPACKET of unix(7). */
public final class PacketSocket {
  private static final int AF_UNIX = 1;
  private static final int SOCK_SEQPACKET = 5;
  private static final int SOCK_CLOEXEC = Open.O_CLOEXEC;
  private static final int PATH_ROOM = 108;
  private static final int ADDRESS = 2 + PATH_ROOM;

  private PacketSocket() {}

  /**
   * Connects: connect(2). The path may be longer than the 107 bytes of an address, as long as its
   * last name is not: that is looked up in its directory.
   */
  public static Fd connect(Path path) throws LinuxException {
    Fd socket = new Fd(Libc.SOCKET.check(path, AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0), path);
    try (Fd directory = Open.path(path.toAbsolutePath().getParent(), Open.O_PATH);
        Frame f = new Frame()) {
      byte[] name = FileName.encode(directory.procPath() + "/" + path.getFileName());
      if (name.length >= PATH_ROOM) {
        throw new LinuxException("connect", path, Errno.ENAMETOOLONG);
      }
      Libc.CONNECT.check(path, f.fd(socket), address(f, name), ADDRESS);
      return socket;
    } catch (LinuxException e) {
      socket.close();
      throw e;
    }
  }

  private static long address(Frame f, byte[] name) {
    ByteBuffer address = ByteBuffer.allocate(ADDRESS).order(ByteOrder.nativeOrder());
    return f.bytes(address.putShort((short) AF_UNIX).put(name).array());
  }
}
