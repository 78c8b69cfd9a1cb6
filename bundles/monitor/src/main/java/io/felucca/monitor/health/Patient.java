package io.felucca.monitor.health;

import io.felucca.api.Fault;
import io.felucca.api.container.Container;
import io.felucca.api.task.ProcessState;
import io.felucca.api.task.Task;
import io.felucca.api.task.TaskStatus;
import io.felucca.monitor.Name;
import io.felucca.monitor.Timers;
import io.felucca.monitor.World;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** A running task whose health is checked, from its start to its end. */
final class Patient {
  private static final System.Logger LOG = System.getLogger("io.felucca.monitor");
  private static final int SIGKILL = 9;

  /** What fails for long is written down now and then only. */
  private static final Duration SELDOM = Duration.ofSeconds(30);

  private final Name name;
  private final Check check;
  private final World world;
  private final Timers timers;
  private final Records records;
  private final Path fifo;
  private final Instant startedAt;
  private volatile State state;
  private Instant written = Instant.EPOCH;
  private Probe probe;
  private Runnable cancelNext = () -> {};
  private boolean discharged;

  Patient(Name name, Check check, State state, World world, Timers timers, Path folder) {
    this.name = name;
    this.check = check;
    this.state = state;
    this.world = world;
    this.timers = timers;
    this.records = new Records(world);
    this.fifo = folder.resolve(name.namespace()).resolve(name.id());
    this.startedAt =
        ProcessHandle.of(state.pid())
            .flatMap(process -> process.info().startInstant())
            .orElseGet(Instant::now);
  }

  boolean is(int pid, Check other) {
    return state.pid() == pid && check.equals(other);
  }

  /** Says that it is new, and begins. */
  void admit(Container container) {
    records.keep(name, container, state, inStartPeriod(Instant.now()));
    records.tell(name, container, state);
    examineLater(interval());
  }

  private boolean inStartPeriod(Instant moment) {
    return moment.isBefore(startedAt.plus(check.startPeriod()));
  }

  private Duration interval() {
    boolean starting = state.health().status() == Status.STARTING;
    return starting && inStartPeriod(Instant.now()) ? check.startInterval() : check.interval();
  }

  synchronized void examineLater(Duration delay) {
    if (!discharged) {
      cancelNext = timers.after(delay, this::examine);
    }
  }

  /** Ends it; a check under way is killed. */
  synchronized void discharge() {
    discharged = true;
    cancelNext.run();
    if (probe != null) {
      timers.workers().execute(probe::abandon);
    }
  }

  private void examine() {
    try {
      Optional<Container> container = world.container(name);
      Optional<Task> task = running();
      if (container.isPresent() && task.isPresent()) {
        examine(container.get(), task.get());
      } else {
        examineLater(interval()); // paused, or its end is about to be heard of
      }
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "health not checked" + name + " error=" + e.getMessage());
      examineLater(interval());
    }
  }

  /** The task, if it runs and is still the same. */
  private Optional<Task> running() {
    Optional<ProcessState> now = world.state(name);
    boolean same =
        now.filter(it -> it.pid() == state.pid() && it.status() == TaskStatus.RUNNING).isPresent();
    return same ? world.task(name) : Optional.empty();
  }

  private void examine(Container container, Task task) {
    Instant begun = Instant.now();
    Probe next;
    synchronized (this) {
      if (discharged) {
        return;
      }
      next = new Probe(new CheckExec(name, task), fifo, check.timeout(), timers);
      probe = next;
    }
    next.begin(ExecProcess.of(container, check.command()))
        .exceptionally(failure -> couldNotRun(begun, failure))
        .whenCompleteAsync((result, failure) -> took(container, result), timers.workers());
  }

  /** A failure like others, unless the daemon itself could not do it: then it is no result. */
  private Result couldNotRun(Instant begun, Throwable outer) {
    Throwable failure = outer instanceof CompletionException ? outer.getCause() : outer;
    boolean ours =
        Fault.is(failure, Fault.Kind.UNAVAILABLE) || Fault.is(failure, Fault.Kind.CANCELLED);
    return ours ? null : new Result(begun, Instant.now(), -1, String.valueOf(failure.getMessage()));
  }

  private void took(Container container, Result result) {
    synchronized (this) {
      probe = null;
      if (discharged) {
        return;
      }
    }
    try {
      if (result != null && (result.isGood() || running().isPresent())) {
        record(container, result);
      }
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "result of a health check lost" + name + " error=" + e.getMessage());
    } finally {
      examineLater(interval());
    }
  }

  private void record(Container container, Result result) {
    Health before = state.health();
    boolean starting = inStartPeriod(result.start());
    Health after = before.after(result, check.retries(), starting);
    state = state.with(after, result);
    boolean changed = after.status() != before.status();
    if (changed || !after.equals(before) && !isOld(after, result.end())) {
      written = result.end();
      records.keep(name, container, state, starting);
    }
    if (changed) {
      records.tell(name, container, state);
    }
    if (changed && after.status() == Status.UNHEALTHY) {
      act(container);
    }
  }

  private boolean isOld(Health health, Instant now) {
    return health.failingStreak() > check.retries() && now.isBefore(written.plus(SELDOM));
  }

  private void act(Container container) {
    boolean kill =
        switch (check.onFailure()) {
          case NONE -> false;
          case KILL -> true;
          case RESTART -> isRestarted(container);
        };
    if (kill) {
      LOG.log(Level.INFO, "unhealthy container is killed" + name);
      running().ifPresent(task -> task.kill(name.scope(World.LOOK), "", SIGKILL, true));
    }
  }

  private boolean isRestarted(Container container) {
    boolean restarted = "running".equals(container.labels().get("containerd.io/restart.status"));
    if (!restarted) {
      LOG.log(
          Level.WARNING,
          "unhealthy container not restarted: no label containerd.io/restart.status=running"
              + name);
    }
    return restarted;
  }
}
