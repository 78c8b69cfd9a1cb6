package io.felucca.linux;

/** Device numbers as the C library packs them: makedev(3). */
public final class Device {
  private Device() {}

  /** Packs major and minor into one number. */
  public static long of(long major, long minor) {
    return (major & 0xfffff000L) << 32
        | (major & 0xfffL) << 8
        | (minor & 0xffffff00L) << 12
        | (minor & 0xffL);
  }

  /** The major number. */
  public static int major(long device) {
    return (int) (device >>> 32 & 0xfffff000L | device >>> 8 & 0xfffL);
  }

  /** The minor number. */
  public static int minor(long device) {
    return (int) (device >>> 12 & 0xffffff00L | device & 0xffL);
  }
}
