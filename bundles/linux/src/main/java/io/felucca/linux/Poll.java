package io.felucca.linux;

/** Waits until descriptors are ready: poll(2). */
final class Poll {
  static final int IN = 0x1;
  static final int OUT = 0x4;
  static final int ERR = 0x8;
  static final int HUP = 0x10;

  private static final int ENTRY = 8;

  private Poll() {}

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
