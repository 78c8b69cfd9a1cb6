package io.felucca.linux;

import java.io.IOException;

/**
 * A system call failed: says which one, on what, and why.
 *
 * <p>The message reads {@code openat /some/path: ENOENT (2): No such file or directory}.
 */
public final class LinuxException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String call;
  private final String path;
  private final int number;
  private final String detail;

  LinuxException(String call, Object subject, int number) {
    this(call, subject, number, "");
  }

  /**
   * @param detail what the kernel said besides the errno, or nothing
   */
  LinuxException(String call, Object subject, int number, String detail) {
    super(message(call, subject, number, detail));
    this.call = call;
    this.path = subject == null ? "" : subject.toString();
    this.number = number;
    this.detail = detail;
  }

  LinuxException(String call, Object subject, Errno errno) {
    this(call, subject, errno.number());
  }

  private static String message(String call, Object subject, int number, String detail) {
    String on = subject == null ? "" : " " + subject;
    String more = detail.isEmpty() ? "" : ": " + detail;
    Errno errno = Errno.of(number);
    return call + on + ": " + errno + " (" + number + "): " + Errno.text(number) + more;
  }

  /** The same failure with what else is known about it. */
  LinuxException with(String more) {
    String all = detail.isEmpty() ? more : detail + ": " + more;
    LinuxException told = new LinuxException(call, path.isEmpty() ? null : path, number, all);
    told.initCause(this);
    return told;
  }

  /** The call that failed, by its name in C. */
  public String call() {
    return call;
  }

  /** The path (or descriptor) it was about; empty where there is none. */
  public String path() {
    return path;
  }

  /** The reason. */
  public Errno errno() {
    return Errno.of(number);
  }

  /** The reason as a number, also where {@link #errno} is {@link Errno#UNKNOWN}. */
  public int number() {
    return number;
  }

  /** Whether the reason is one of these. */
  public boolean is(Errno... reasons) {
    for (Errno reason : reasons) {
      if (reason.number() == number) {
        return true;
      }
    }
    return false;
  }
}
