package io.felucca.reaper;

/**
 * An OCI runtime's command failed, or could not even be run. The message begins with the
 * subcommand: only the caller knows by which name people know the program.
 */
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
   *     not run, 0 where it made nothing
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
    String message = launch.subcommand() + ": context deadline exceeded";
    return new LaunchFailed(message, NOT_RUN, "", true);
  }

  /**
   * Of a command that ended well and has made nothing.
   *
   * @param said what it wrote to its standard error, where that is known
   */
  static LaunchFailed unmade(Launch launch, String said) {
    String message =
        launch.subcommand()
            + " ended with status 0 without having made a process: its --pid-file names none"
            + (said.isBlank() ? "" : "; it said: " + said.strip());
    return new LaunchFailed(message, 0, said);
  }

  /** Whether the command ended well, and made nothing all the same. */
  public boolean isUnmade() {
    return status == 0;
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
