package io.felucca.linux;

import static io.felucca.linux.MountFlags.*;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/**
 * Network namespaces that a path keeps alive: network_namespaces(7), ip-netns(8).
 *
 * <p>All work in one is done by a thread that enters it and dies afterwards.
 */
public final class NetNs {
  private static final int AF_INET = 2;
  private static final int SOCK_DGRAM = 2;
  private static final long SIOCGIFFLAGS = 0x8913;
  private static final long SIOCSIFFLAGS = 0x8914;
  private static final int IFREQ_SIZE = 40;
  private static final int IFREQ_FLAGS_AT = 16;
  private static final int IFF_UP = 1;

  private NetNs() {}

  /**
   * Makes a namespace with its loopback interface up, and binds it to a path.
   *
   * @param path of a file that does not exist yet, in an existing directory
   */
  public static void create(Path path) throws IOException {
    Path place = path.toAbsolutePath();
    pin(
        place,
        () -> {
          Namespaces.unshare(Namespaces.CLONE_NEWNET);
          bringUp("lo");
          Mounts.mount(null, "/proc/thread-self/ns/net", place, MS_BIND, null);
          return null;
        });
  }

  /** Binds the namespace of a process to a path that does not exist yet. */
  public static void bind(int pid, Path path) throws IOException {
    pin(
        path,
        () -> {
          Mounts.mount(null, "/proc/" + pid + "/ns/net", path, MS_BIND, null);
          return null;
        });
  }

  private static void pin(Path path, Callable<Void> work) throws IOException {
    Open.path(path, Open.O_RDONLY | Open.O_CREAT | Open.O_EXCL, 0444).close();
    try {
      OwnThread.io("netns-create", work);
    } catch (IOException e) {
      At.unlink(Fd.CWD, path.toString());
      throw e;
    }
  }

  /**
   * Runs something inside, in a thread of its own, and returns its result. Sockets made there
   * belong to the namespace for good; {@code /proc/net} goes on showing the one outside, other than
   * {@code /proc/thread-self/net}.
   */
  public static <T> T run(Path path, Callable<T> work) throws Exception {
    try (Fd namespace = Open.path(path, Open.O_RDONLY)) {
      return OwnThread.call(
          "netns-run",
          () -> {
            Namespaces.enter(namespace, Namespaces.CLONE_NEWNET);
            return work.call();
          });
    }
  }

  /**
   * Removes the path, and with it the namespace unless a process or socket still uses it; fine if
   * it is not there.
   */
  public static void delete(Path path) throws LinuxException {
    Mounts.unmountAll(path, MNT_DETACH | UMOUNT_NOFOLLOW);
    try {
      At.unlink(Fd.CWD, path.toString());
    } catch (LinuxException e) {
      if (!e.is(Errno.ENOENT)) {
        throw e;
      }
    }
  }

  /** netdevice(7). */
  private static void bringUp(String device) throws LinuxException {
    long number = Libc.SOCKET.check(device, AF_INET, SOCK_DGRAM | Open.O_CLOEXEC, 0);
    try (Fd socket = new Fd(number, device);
        Frame f = new Frame()) {
      int fd = f.fd(socket);
      long request = f.bytes(IFREQ_SIZE);
      byte[] name = FileName.encode(device);
      Libc.Heap.IO.putByteArray(request, name, 0, name.length);
      Libc.IOCTL.check(device, fd, SIOCGIFFLAGS, request);
      int flags = Frame.getShort(request + IFREQ_FLAGS_AT);
      Frame.putShort(request + IFREQ_FLAGS_AT, flags | IFF_UP);
      Libc.IOCTL.check(device, fd, SIOCSIFFLAGS, request);
    }
  }
}
