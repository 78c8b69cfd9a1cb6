package io.felucca.linux;

import java.nio.file.Path;

/**
 * A file as a block device: loop(4).
 *
 * <p>The device frees itself with its last user (autoclear): mount it, then close this, and the
 * unmount gives it back.
 */
public final class LoopDevice implements AutoCloseable {
  private static final long LOOP_CTL_GET_FREE = 0x4C82;
  private static final long LOOP_CONFIGURE = 0x4C0A;
  private static final int CONFIG_SIZE = 304;
  private static final int FLAGS_AT = 60;
  private static final int FILE_NAME_AT = 64;
  private static final int FILE_NAME_SIZE = 64;
  private static final int LO_FLAGS_READ_ONLY = 1;
  private static final int LO_FLAGS_AUTOCLEAR = 4;
  private static final int MAJOR = 7;
  private static final int ATTEMPTS = 100;

  private final Path path;
  private final Fd device;

  private LoopDevice(Path path, Fd device) {
    this.path = path;
    this.device = device;
  }

  /**
   * Sets up a free device, from kernel 5.8 on. Another process can be quicker to take it (EBUSY);
   * then the next free one is tried.
   *
   * @param backing the file; with {@code readOnly} it may be a read-only one
   */
  public static LoopDevice attach(Path backing, boolean readOnly) throws LinuxException {
    int mode = readOnly ? Open.O_RDONLY : Open.O_RDWR;
    try (Fd file = Open.path(backing, mode);
        Fd control = Open.path(Path.of("/dev/loop-control"), Open.O_RDWR)) {
      for (int i = 1; ; i++) {
        try {
          return configure(free(control), file, readOnly);
        } catch (LinuxException e) {
          if (i == ATTEMPTS || !e.is(Errno.EBUSY)) {
            throw e;
          }
        }
      }
    }
  }

  private static int free(Fd control) throws LinuxException {
    try (Frame f = new Frame()) {
      return (int) Libc.IOCTL.check(control, f.fd(control), LOOP_CTL_GET_FREE, 0);
    }
  }

  private static LoopDevice configure(int number, Fd backing, boolean readOnly)
      throws LinuxException {
    Path path = Path.of("/dev/loop" + number);
    Fd device = open(path, number, readOnly ? Open.O_RDONLY : Open.O_RDWR);
    try (Frame f = new Frame()) {
      long config = f.bytes(CONFIG_SIZE);
      Frame.putInt(config, f.fd(backing));
      Frame.putInt(config + FLAGS_AT, LO_FLAGS_AUTOCLEAR | (readOnly ? LO_FLAGS_READ_ONLY : 0));
      putName(config + FILE_NAME_AT, backing.toString());
      Libc.IOCTL.check(path, f.fd(device), LOOP_CONFIGURE, config);
      return new LoopDevice(path, device);
    } catch (LinuxException e) {
      device.close();
      throw e;
    }
  }

  /** Where no devtmpfs makes the node we do. */
  private static Fd open(Path path, int number, int mode) throws LinuxException {
    try {
      return Open.path(path, mode);
    } catch (LinuxException e) {
      if (!e.is(Errno.ENOENT)) {
        throw e;
      }
      At.mknod(Fd.CWD, path.toString(), Stat.S_IFBLK | 0660, Device.of(MAJOR, number));
      return Open.path(path, mode);
    }
  }

  /** The name that losetup shows, cut to its field. */
  private static void putName(long address, String name) {
    byte[] bytes = FileName.encode(name);
    int size = Math.min(bytes.length, FILE_NAME_SIZE - 1);
    Libc.Heap.IO.putByteArray(address, bytes, 0, size);
  }

  /** The device's path, such as {@code /dev/loop3}. */
  public Path path() {
    return path;
  }

  /** Gives up our use of it; it stays for as long as it is mounted or open elsewhere. */
  @Override
  public void close() {
    device.close();
  }
}
