package io.felucca.linux;

/**
 * A limit of what a process may use: prlimit(2).
 *
 * @param soft what holds now; {@link #INFINITY} for none
 * @param hard up to which the process may raise the soft one
 */
public record Limit(long soft, long hard) {
  public static final long INFINITY = -1;

  /** Size of a core dump in bytes. */
  public static final int RLIMIT_CORE = 4;

  /** Processes of the user. */
  public static final int RLIMIT_NPROC = 6;

  /** Open files. */
  public static final int RLIMIT_NOFILE = 7;

  /** Locked memory in bytes. */
  public static final int RLIMIT_MEMLOCK = 8;

  private static final int SIZE = 16;

  /** A limit of a process, 0 for this one. */
  public static Limit of(int pid, int resource) throws LinuxException {
    try (Frame f = new Frame()) {
      long old = f.bytes(SIZE);
      Libc.PRLIMIT.check("process " + pid, pid, resource, 0, old);
      return new Limit(Frame.getLong(old), Frame.getLong(old + 8));
    }
  }

  /** Sets this limit for a process; EPERM where it raises the hard one without CAP_SYS_RESOURCE. */
  public void set(int pid, int resource) throws LinuxException {
    try (Frame f = new Frame()) {
      long limit = f.bytes(SIZE);
      Frame.putLong(limit, soft);
      Frame.putLong(limit + 8, hard);
      Libc.PRLIMIT.check("process " + pid, pid, resource, limit, 0);
    }
  }
}
