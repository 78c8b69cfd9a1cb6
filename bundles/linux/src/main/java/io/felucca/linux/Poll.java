package io.felucca.linux;

import java.time.Duration;

/** Waits until descriptors are ready: poll(2). */
public final class Poll {
  static final int IN = 0x1;
  static final int OUT = 0x4;
  static final int ERR = 0x8;
  static final int HUP = 0x10;

  private static final int ENTRY = 8;

  private Poll() {}

  /**
   * Whether there is something to read, or an end to be read, within a time. Takes no notice of
   * interrupts; a channel over the descriptor does ({@link FdChannel}).
   */
  public static boolean readable(Fd fd, Duration limit) throws LinuxException {
    return await(fd, IN, null, (int) Math.min(limit.toMillis(), Integer.MAX_VALUE)) != 0;
  }

  /**
   * Whether the other side was there once, since this one was opened, and has gone: POLLHUP. The
   * reading end of a FIFO that was opened with O_NONBLOCK tells the two apart.
   */
  public static boolean isHungUp(Fd fd) throws LinuxException {
    return (await(fd, IN, null, 0) & HUP) != 0;
  }

  /**
   * Waits for one of two descriptors.
   *
   * @param second may be null
   * @param timeoutMs 0 only looks, -1 waits for as long as it takes
   * @return what the first is ready for; 0 where only the second is, or the time is over
   */
  static int await(Fd first, int events, Fd second, int timeoutMs) throws LinuxException {
    try (Frame f = new Frame()) {
      long entries = f.bytes(2 * ENTRY);
      put(entries, f.fd(first), events);
      if (second != null) {
        put(entries + ENTRY, f.fd(second), IN);
      }
      Libc.POLL.check(first, entries, second == null ? 1 : 2, timeoutMs);
      return Frame.getShort(entries + 6);
    }
  }

  private static void put(long entry, int fd, int events) {
    Frame.putInt(entry, fd);
    Frame.putShort(entry + 4, events);
  }
}
