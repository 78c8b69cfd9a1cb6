package io.felucca.reaper;

import io.felucca.api.task.TaskIo;
import io.felucca.linux.LinuxException;
import io.felucca.linux.PidFd;
import io.felucca.reaper.stdio.Stdio;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A process of this project's own beside each: src/main/c/reaper.c. */
final class ReaperSupervisor implements Supervisor {
  private static final System.Logger LOG = System.getLogger("io.felucca.reaper");

  /** How long a reaper may take to tell of itself. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final ReaperProgram program;

  ReaperSupervisor(ReaperProgram program) {
    this.program = program;
  }

  @Override
  public Supervised start(Launch launch, Duration limit) {
    Path file = program.file();
    try (Stdio stdio = Stdio.open(ReaperStart.request(launch, launch.isInputHeldLater()))) {
      return start(file, launch, stdio, limit);
    }
  }

  /** The same with streams that are open already. */
  Supervised start(Launch launch, Stdio stdio, Duration limit) {
    return start(program.file(), launch, stdio, limit);
  }

  private static Supervised start(Path file, Launch launch, Stdio stdio, Duration limit) {
    State state = new ReaperStart(file, launch, stdio).run(limit);
    return watch(new Folder(launch.folder()), launch.io(), state);
  }

  @Override
  public Optional<Prepared> prepare(Launch launch) {
    TaskIo io = launch.io();
    if (launch.kind() != Launch.Kind.EXEC || !Stdio.isOnlyFifos(io)) {
      return Optional.empty();
    }
    Path file = program.file();
    Folder folder = new Folder(launch.folder());
    boolean later = !io.terminal() && !io.stdin().isEmpty();
    Stdio stdio = Stdio.open(ReaperStart.request(launch, later));
    return Optional.of(
        new PreparedLaunch(this, folder, io, stdio, standby(file, launch, stdio, later)));
  }

  /** Where there can be none, the streams stay open all the same: they have been seen so. */
  private static Standby standby(Path file, Launch launch, Stdio stdio, boolean later) {
    try {
      return OwnStandby.start(file, launch, stdio, later);
    } catch (LinuxException | RuntimeException e) {
      LOG.log(Level.DEBUG, "not prepared: " + launch.folder(), e);
      return new FoundStandby(new Folder(launch.folder()), null);
    }
  }

  @Override
  public Optional<Prepared> inherit(Path path, TaskIo io) {
    Folder folder = new Folder(path);
    Optional<State> state = firstState(folder);
    if (state.isEmpty() || state.get().pid() != 0 || !Stdio.isOnlyFifos(io)) {
      return Optional.empty();
    }
    try {
      PidFd reaper = PidFd.open(state.get().supervisor(), state.get().supervisorStarted());
      try {
        Stdio stdio = HeldStreams.take(reaper, io);
        Standby standby = new FoundStandby(folder, reaper);
        return Optional.of(new PreparedLaunch(this, folder, io, stdio, standby));
      } catch (LinuxException | RuntimeException e) {
        reaper.close();
        throw e;
      }
    } catch (LinuxException e) {
      return Optional.empty(); // it has gone, and its command with it
    }
  }

  /** A reaper that has just been started holds the streams, but has not told of itself yet. */
  private static Optional<State> firstState(Folder folder) {
    Deadline limit = Deadline.in(PATIENCE);
    Workers workers = new Workers(folder);
    Optional<State> state = folder.state();
    while (state.isEmpty() && !limit.isOver() && !workers.find().isEmpty()) {
      StateWait.pause();
      state = folder.state();
    }
    return state;
  }

  @Override
  public Supervised adopt(Path path, TaskIo io) {
    Folder folder = new Folder(path);
    return watch(folder, io, new StateWait(folder).await());
  }

  static Supervised watch(Folder folder, TaskIo io, State state) {
    Commands commands = new Control(folder, !io.terminal() && !io.stdin().isEmpty());
    return WatchedProcess.watch(folder, state, io.terminal(), commands);
  }

  @Override
  public void abandon(Path path) {
    Folder folder = new Folder(path);
    new Control(folder, false).leave();
    new Abandonment(folder).run();
  }
}
