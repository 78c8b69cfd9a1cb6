package io.felucca.reaper;

import io.felucca.api.Fault;
import io.felucca.reaper.stdio.LoggerNote;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Ends what was started in a folder, half-made or not, and removes what is left of it.
 *
 * <p>All that the supervising process has started is killed first: all orphans come to that, and it
 * goes by itself once there are none. Killed itself, it would lose sight of them.
 */
final class Abandonment {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** How long a supervising process may take to go by itself. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  private final Remains remains;
  private final OptionalInt made;

  Abandonment(Remains remains) {
    this(remains, OptionalInt.empty());
  }

  /**
   * One that follows a launch at once.
   *
   * @param made the process that the OCI runtime has just named
   */
  Abandonment(Remains remains, OptionalInt made) {
    this.remains = remains;
    this.made = made;
  }

  /** Waits until all are gone; what cannot die is left and told of in the log. */
  void run() {
    if (Files.isDirectory(remains.path())) {
      end();
      clear();
    }
  }

  private void end() {
    Deadline limit = Deadline.in(LIMIT);
    Deadline grace = Deadline.in(GRACE);
    Workers workers = new Workers(remains);
    try (Killing killing = new Killing()) {
      made.stream().boxed().flatMap(Abandonment::handle).forEach(one -> killing.kill(one, true));
      Collection<ProcessHandle> found = workers.find();
      while (!(found.isEmpty() && killing.left().isEmpty()) && !limit.isOver()) {
        found.forEach(one -> killing.kill(one, grace.isOver() || !workers.isSupervisor(one)));
        StateWait.pause();
        found = workers.find();
      }
      report(found, killing.left());
    }
  }

  private static Stream<ProcessHandle> handle(int pid) {
    return ProcessHandle.of(pid).stream();
  }

  private void report(Collection<ProcessHandle> found, List<Integer> left) {
    if (!found.isEmpty() || !left.isEmpty()) {
      System.getLogger(Abandonment.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "not ended folder=" + remains.path() + " pids=" + found + left);
    }
  }

  private void clear() {
    remains.clear();
    try {
      new LoggerNote(remains.path()).discard();
    } catch (IOException e) {
      throw Fault.io("loggers of " + remains.path(), e);
    }
  }
}
