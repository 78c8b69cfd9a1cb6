package io.felucca.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells of changes of files: inotify(7). Each watched path has a number, given when it is added and
 * never used again in the same instance.
 */
public final class Inotify implements AutoCloseable {
  public static final int IN_MODIFY = 0x2;
  public static final int IN_DELETE_SELF = 0x400;

  /** The watch is over: its file is gone, or it was removed. */
  public static final int IN_IGNORED = 0x8000;

  private static final int HEADER = 16;
  private static final int ROOM = 4096;

  /** That something has happened to a watched path. */
  public record Event(int watch, int mask) {
    public boolean has(int bit) {
      return (mask & bit) != 0;
    }
  }

  private final Fd fd;

  private Inotify(Fd fd) {
    this.fd = fd;
  }

  /** An instance that watches nothing, and does not block. */
  public static Inotify open() throws LinuxException {
    int flags = Open.O_CLOEXEC | Open.O_NONBLOCK;
    return new Inotify(new Fd(Libc.INOTIFY_INIT1.check("inotify", flags), "inotify"));
  }

  /** Watches a path for some kinds of events; its number. */
  public int add(Path path, int mask) throws LinuxException {
    try (Frame f = new Frame()) {
      return (int)
          Libc.INOTIFY_ADD_WATCH.check(
              path, f.fd(fd), f.string(path.toString()), mask & 0xffffffffL);
    }
  }

  /** Ends a watch; nothing happens where its file is gone. */
  public void remove(int watch) throws LinuxException {
    try (Frame f = new Frame()) {
      Libc.INOTIFY_RM_WATCH.check(fd, f.fd(fd), watch);
    } catch (LinuxException e) {
      if (!e.is(Errno.EINVAL)) {
        throw e;
      }
    }
  }

  /** What has happened since the last time, without waiting. */
  public List<Event> take() throws LinuxException {
    ByteBuffer buffer = ByteBuffer.allocate(ROOM).order(ByteOrder.nativeOrder());
    List<Event> events = new ArrayList<>();
    try {
      fd.read(buffer);
    } catch (LinuxException e) {
      if (!e.is(Errno.EAGAIN)) {
        throw e;
      }
    }
    buffer.flip();
    while (buffer.remaining() >= HEADER) {
      events.add(next(buffer));
    }
    return events;
  }

  private static Event next(ByteBuffer buffer) {
    Event event = new Event(buffer.getInt(), buffer.getInt());
    buffer.getInt(); // cookie
    int name = buffer.getInt();
    buffer.position(buffer.position() + name);
    return event;
  }

  /** The descriptor, to be waited for with others. */
  public Fd fd() {
    return fd;
  }

  @Override
  public void close() {
    fd.close();
  }
}
