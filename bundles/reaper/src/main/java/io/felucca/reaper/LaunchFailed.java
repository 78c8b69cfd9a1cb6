package io.felucca.reaper;

import java.util.Locale;

/** An OCI runtime's command failed, or could not even be run. */
public final class LaunchFailed extends RuntimeException {
  private static final long serialVersionUID = 1;

  static final int NOT_RUN = 127;

  private final int status;
  private final String stderr;
  private final boolean late;

  /**
   * A failure.
   *
   * @param status of the command, 128 and the signal's number if one killed it; 127 where it was
   *     not run
   * @param stderr what it wrote to its standard error, where that was not the container's own
   */
  public LaunchFailed(String message, int status, String stderr) {
    this(message, status, stderr, false);
  }

  private LaunchFailed(String message, int status, String stderr, boolean late) {
    super(message);
    this.status = status;
    this.stderr = stderr;
    this.late = late;
  }

  /** Of a command that had to be killed. */
  static LaunchFailed late(Launch launch) {
    String what = launch.command().get(0) + " " + launch.kind().name().toLowerCase(Locale.ROOT);
    return new LaunchFailed(what + ": context deadline exceeded", NOT_RUN, "", true);
  }

  /** Whether it was killed because it had taken too long. */
  public boolean isLate() {
    return late;
  }

  public int status() {
    return status;
  }

  public String stderr() {
    return stderr;
  }
}
