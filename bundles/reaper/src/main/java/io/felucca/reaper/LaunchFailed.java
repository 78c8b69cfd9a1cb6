package io.felucca.reaper;

/** An OCI runtime's command failed, or could not even be run. */
public final class LaunchFailed extends RuntimeException {
  private static final long serialVersionUID = 1;

  static final int NOT_RUN = 127;

  private final int status;
  private final String stderr;

  /**
   * A failure.
   *
   * @param status of the command, 128 and the signal's number if one killed it; 127 where it was
   *     not run
   * @param stderr what it wrote to its standard error, where that was not the container's own
   */
  public LaunchFailed(String message, int status, String stderr) {
    super(message);
    this.status = status;
    this.stderr = stderr;
  }

  public int status() {
    return status;
  }

  public String stderr() {
    return stderr;
  }
}
