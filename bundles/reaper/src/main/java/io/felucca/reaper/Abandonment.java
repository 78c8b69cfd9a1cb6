package io.felucca.reaper;

import io.felucca.api.Fault;
import io.felucca.reaper.stdio.LoggerNote;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Collection;

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

  Abandonment(Remains remains) {
    this.remains = remains;
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
    Collection<ProcessHandle> left = workers.find();
    while (!left.isEmpty() && !limit.isOver()) {
      left.forEach(process -> kill(workers, process, grace.isOver()));
      StateWait.pause();
      left = workers.find();
    }
    if (!left.isEmpty()) {
      System.getLogger(Abandonment.class.getName())
          .log(System.Logger.Level.WARNING, "not ended folder=" + remains.path() + " pids=" + left);
    }
  }

  private static void kill(Workers workers, ProcessHandle process, boolean all) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    if (all || !workers.isSupervisor(process)) {
      process.destroyForcibly();
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
