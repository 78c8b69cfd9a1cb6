package io.felucca.monitor.restart;

import io.felucca.api.container.Container;
import io.felucca.api.task.ProcessState;
import io.felucca.api.task.TaskStatus;
import io.felucca.monitor.Name;
import io.felucca.monitor.Timers;
import io.felucca.monitor.World;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;

/**
 * One container under watch.
 *
 * <p>It is looked at in each of the monitor's intervals, and soon after its task has ended. The
 * quick look only sees to a task that ended and was left lying: one that somebody has deleted, or
 * said to have stopped, is in somebody's hands just now, and waits for the interval.
 */
final class Charge {
  private static final System.Logger LOG = System.getLogger("io.felucca.monitor");

  /** A client needs a moment from the container's creation to that of its task. */
  private static final Duration YOUTH = Duration.ofSeconds(2);

  private static final int NONE = -1;

  private final Name name;
  private final World world;
  private final Starter starter;
  private final Gate gate;
  private final Timers timers;
  private final Backoff backoff;
  private Runnable pending;
  private boolean busy;
  private boolean endedMeanwhile;
  private boolean failed;
  private int lastExit;
  private int createdPid = NONE;
  private String complaint = "";

  Charge(Name name, World world, Starter starter, Gate gate, Timers timers, Backoff backoff) {
    this.name = name;
    this.world = world;
    this.starter = starter;
    this.gate = gate;
    this.timers = timers;
    this.backoff = backoff;
  }

  /** The interval is over; returns at once. */
  synchronized void look() {
    if (!busy && pending == null) {
      busy = true;
      timers.now(() -> attend(false));
    }
  }

  /**
   * Its task has ended.
   *
   * @param killed by a signal that others send
   */
  synchronized void ended(boolean killed) {
    if (busy) {
      endedMeanwhile = true;
    } else if (pending == null) {
      long now = System.nanoTime();
      lookAfter(killed ? backoff.afterKill(now) : backoff.afterEnd(now), true);
    }
  }

  /** Nobody asks for it any more. False where it is at work. */
  synchronized boolean dismiss() {
    if (!busy && pending != null) {
      pending.run();
      pending = null;
    }
    return !busy;
  }

  private void lookAfter(Duration delay, boolean quick) {
    pending = timers.after(delay, () -> begin(quick));
  }

  private void begin(boolean quick) {
    synchronized (this) {
      pending = null;
      busy = true;
    }
    attend(quick);
  }

  private void attend(boolean quick) {
    try {
      world.container(name).ifPresent(container -> attend(container, quick));
    } catch (RuntimeException e) {
      complain(e);
    } finally {
      done();
    }
  }

  private synchronized void done() {
    busy = false;
    if (endedMeanwhile && pending == null) {
      lookAfter(backoff.afterEnd(System.nanoTime()), true);
    }
    endedMeanwhile = false;
  }

  private void attend(Container container, boolean quick) {
    Terms terms = new Terms(container.labels());
    ProcessState task = world.state(name).orElse(null);
    switch (Verdict.on(terms, task, lastExit)) {
      case STOP -> stop();
      case START -> {
        if (!isInOtherHands(terms, container, task, quick)) {
          gate.pass(() -> restart(container, task));
        }
      }
      case LEAVE -> createdPid = NONE;
    }
  }

  private boolean isInOtherHands(
      Terms terms, Container container, ProcessState task, boolean quick) {
    if (task == null) {
      return !failed && (quick || isNew(container));
    }
    if (task.status() == TaskStatus.CREATED) {
      return isFirstSightOf(task.pid()) || quick;
    }
    return quick && terms.isExplicitlyStopped();
  }

  private synchronized boolean isNew(Container container) {
    boolean isNew = container.createdAt().plus(YOUTH).isAfter(Instant.now());
    if (isNew) {
      lookAfter(YOUTH, false);
    }
    return isNew;
  }

  private boolean isFirstSightOf(int pid) {
    boolean first = createdPid != pid;
    createdPid = pid;
    return first;
  }

  private void stop() {
    starter.end(name);
    LOG.log(Level.INFO, "stopped container" + name);
  }

  private void restart(Container container, ProcessState task) {
    if (timers.isClosed()) {
      return; // it was its turn too late: another instance acts now
    }
    if (task == null) {
      world.requireRuntimes();
    }
    lastExit = task == null ? lastExit : task.exitStatus();
    backoff.started(System.nanoTime());
    try {
      starter.restart(name, container);
      failed = false;
      lastExit = 0;
      complaint = "";
      LOG.log(Level.INFO, "restarted container" + name);
    } catch (RuntimeException e) {
      failed = true;
      complain(e);
      retry();
    }
  }

  private synchronized void retry() {
    lookAfter(backoff.afterEnd(System.nanoTime()), true);
  }

  /** What does not change is said once. */
  private void complain(RuntimeException e) {
    String words = String.valueOf(e.getMessage());
    Level level = words.equals(complaint) ? Level.DEBUG : Level.WARNING;
    complaint = words;
    LOG.log(level, "container not as its labels want it" + name + " error=" + words);
  }
}
