package io.felucca.linux;

import java.nio.ByteBuffer;

/**
 * A file system that is being configured, one option after the other: fsopen(2), fsconfig(2),
 * fsmount(2). From kernel 5.2 on.
 *
 * <p>An option may be as long as it likes, other than in mount(2), where all together have a page.
 * Errors carry what the kernel logged in the context.
 */
public final class FileSystemContext implements AutoCloseable {
  private static final int FSOPEN_CLOEXEC = 1;
  private static final int FSMOUNT_CLOEXEC = 1;
  private static final int FSCONFIG_SET_FLAG = 0;
  private static final int FSCONFIG_SET_STRING = 1;
  private static final int FSCONFIG_SET_FD = 5;
  private static final int FSCONFIG_CMD_CREATE = 6;

  private final String type;
  private final Fd context;

  private FileSystemContext(String type, Fd context) {
    this.type = type;
    this.context = context;
  }

  /** Starts with a type of file system; an unknown one is ENODEV. */
  public static FileSystemContext open(String type) throws LinuxException {
    try (Frame f = new Frame()) {
      long fd = Syscall.FSOPEN.check(type, f.string(type), FSOPEN_CLOEXEC);
      return new FileSystemContext(type, new Fd(fd, type));
    }
  }

  /** Sets {@code key=value}. A value has at most 255 bytes. */
  public void set(String key, String value) throws LinuxException {
    try (Frame f = new Frame()) {
      config(f, FSCONFIG_SET_STRING, key, f.string(value), 0);
    }
  }

  /** Sets an option without a value. */
  public void set(String flag) throws LinuxException {
    try (Frame f = new Frame()) {
      config(f, FSCONFIG_SET_FLAG, flag, 0, 0);
    }
  }

  /** Sets an option to an open file. */
  public void set(String key, Fd value) throws LinuxException {
    try (Frame f = new Frame()) {
      config(f, FSCONFIG_SET_FD, key, 0, f.fd(value));
    }
  }

  /** Makes the file system as configured so far. */
  public void create() throws LinuxException {
    try (Frame f = new Frame()) {
      config(f, FSCONFIG_CMD_CREATE, null, 0, 0);
    }
  }

  /**
   * The created file system as a mount that is nowhere yet; {@link MountTree#attach} gives it a
   * place.
   *
   * @param attributes MOUNT_ATTR_ flags of {@link MountTree}
   */
  public MountTree mount(long attributes) throws LinuxException {
    try (Frame f = new Frame()) {
      long fd = Syscall.FSMOUNT.check(type, f.fd(context), FSMOUNT_CLOEXEC, attributes);
      return new MountTree(new Fd(fd, type));
    } catch (LinuxException e) {
      throw explained(e);
    }
  }

  private void config(Frame f, int command, String key, long value, int aux) throws LinuxException {
    String subject = key == null ? type : type + " " + key;
    try {
      Syscall.FSCONFIG.check(subject, f.fd(context), command, f.string(key), value, aux);
    } catch (LinuxException e) {
      throw explained(e);
    }
  }

  private LinuxException explained(LinuxException e) {
    String log = log();
    return log.isEmpty() ? e : e.with(log);
  }

  /** What the kernel wrote into the context: one message a read, until ENODATA. */
  private String log() {
    StringBuilder text = new StringBuilder();
    ByteBuffer buffer = ByteBuffer.allocate(4096);
    try {
      while (context.read(buffer.clear()) > 0) {
        String message = FileName.decode(bytes(buffer.flip())).strip();
        text.append(text.isEmpty() ? "" : "; ").append(message);
      }
    } catch (LinuxException e) {
      return text.toString();
    }
    return text.toString();
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  @Override
  public void close() {
    context.close();
  }
}
