package io.felucca.reaper;

import io.felucca.api.Fault;
import io.felucca.api.task.TaskIo;
import io.felucca.linux.LinuxException;
import io.felucca.reaper.stdio.Stdio;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** What is there of a process that has not begun: its streams, and who holds them. */
final class PreparedLaunch implements Prepared {
  private final ReaperSupervisor supervisor;
  private final Folder folder;
  private final TaskIo io;
  private final Stdio stdio;
  private final Standby standby;

  PreparedLaunch(
      ReaperSupervisor supervisor, Folder folder, TaskIo io, Stdio stdio, Standby standby) {
    this.supervisor = supervisor;
    this.folder = folder;
    this.io = io;
    this.stdio = stdio;
    this.standby = standby;
  }

  @Override
  public Supervised start(Supplier<Launch> launch, byte[] process, Duration limit) {
    Deadline deadline = Deadline.in(limit);
    try {
      if (stdio.isOf(io)) {
        return begin(launch, process, deadline);
      }
      discard();
      return supervisor.start(launch.get(), deadline.left());
    } finally {
      close();
    }
  }

  /** The streams are open here while one reaper goes and the next comes. */
  private Supervised begin(Supplier<Launch> launch, byte[] process, Deadline limit) {
    try (Stdio held = stdio.withInputHeld(io)) {
      Optional<State> state = standby.begin(process, limit);
      if (state.isPresent()) {
        return ReaperSupervisor.watch(folder, io, state.get());
      }
      end();
      return supervisor.start(launch.get(), held, limit.left());
    } catch (LinuxException e) {
      throw Fault.io("I/O of what was prepared in " + folder.path(), e);
    }
  }

  @Override
  public void rest() {
    standby.rest();
  }

  @Override
  public void discard() {
    try {
      end();
    } finally {
      close();
    }
  }

  private void end() {
    standby.end();
    folder.clear();
  }

  @Override
  public void close() {
    standby.close();
    stdio.close();
  }
}
