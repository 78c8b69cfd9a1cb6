package io.felucca.reaper;

import io.felucca.linux.Errno;

/**
 * What a reaper says of a launch, in one line: {@code running} and the line of {@link State},
 * {@code command STATUS} for an OCI runtime that failed, {@code unmade 0} for one that ended well
 * but named no process, or {@code call NAME ERRNO} for a system call of its own that failed.
 */
record Report(String line) {
  private static final String RUNNING = "running ";

  boolean isRunning() {
    return line.startsWith(RUNNING);
  }

  /** Whether it was killed before it could say anything. */
  boolean isLost() {
    return line.isEmpty();
  }

  /** Who is there; only where it runs. */
  State state() {
    return State.parse(line.substring(RUNNING.length()));
  }

  /** Why nothing runs. */
  LaunchFailed failure(Launch launch, String stderr) {
    String what = launch.subcommand();
    String[] words = line.split(" ");
    return switch (words[0]) {
      case "command" -> failed(what, Integer.parseInt(words[1]), stderr);
      case "unmade" -> LaunchFailed.unmade(launch, stderr);
      case "call" -> notRun(what, words, stderr);
      default ->
          new LaunchFailed(what + ": the reaper ended too early", LaunchFailed.NOT_RUN, stderr);
    };
  }

  private static LaunchFailed failed(String what, int status, String stderr) {
    String said = stderr.isBlank() ? "" : ": " + stderr.strip();
    return new LaunchFailed(what + " failed with status " + status + said, status, stderr);
  }

  /** The name of a call may be of several words. */
  private LaunchFailed notRun(String what, String[] words, String stderr) {
    int errno = Integer.parseInt(words[words.length - 1]);
    String call = line.substring("call ".length(), line.lastIndexOf(' '));
    String message = what + ": reaper: " + call + ": " + Errno.of(errno);
    return new LaunchFailed(message + " (" + errno + ")", LaunchFailed.NOT_RUN, stderr);
  }
}
