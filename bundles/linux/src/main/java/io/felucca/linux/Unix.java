package io.felucca.linux;

import java.nio.file.Path;

/**
 * The system that this runs on: uname(2).
 *
 * @param hostname of the calling thread's UTS namespace
 * @param release of the kernel, such as {@code 6.18.1-amd64}
 * @param machine such as {@code x86_64}
 */
public record Unix(String system, String hostname, String release, String version, String machine) {
  private static final int FIELD = 65;
  private static final int FIELDS = 6;

  /** As it is now. */
  public static Unix uname() throws LinuxException {
    try (Frame f = new Frame()) {
      long x = f.bytes(FIELD * FIELDS);
      Libc.UNAME.check(null, x);
      return new Unix(field(x, 0), field(x, 1), field(x, 2), field(x, 3), field(x, 4));
    }
  }

  private static String field(long names, int index) {
    return Frame.getString(names + (long) index * FIELD);
  }

  /** The name of this host. */
  public static String currentHostname() throws LinuxException {
    return uname().hostname();
  }

  /** The effective user id of this process: geteuid(2). */
  public static int effectiveUser() {
    return (int) Libc.GETEUID.call(0);
  }

  /** Whether the root here is not the host's: the ids of this process are mapped. */
  public static boolean inUserNamespace() throws LinuxException {
    String map = SmallFile.read(Path.of("/proc/self/uid_map")).strip();
    return !map.matches("0\\s+0\\s+4294967295");
  }

  /** Whether the kernel is at least so new. */
  public boolean atLeast(int major, int minor) {
    String[] numbers = release.split("[^0-9]+", 3);
    int own = Integer.parseInt(numbers[0]);
    return own > major || own == major && Integer.parseInt(numbers[1]) >= minor;
  }
}
