package io.felucca.reaper;

import io.felucca.api.task.TaskIo;
import io.felucca.reaper.stdio.Stdio;
import io.felucca.reaper.stdio.StdioRequest;
import java.nio.file.Path;
import java.time.Duration;

/**
 * conmon(8) beside each, where there is no reaper.
 *
 * <p>Two things are lost with a daemon that this one holds itself: what a terminal shows until the
 * next daemon attaches, and standard input that nobody else has open.
 */
final class ConmonSupervisor implements Supervisor {
  private final String program;

  ConmonSupervisor(String program) {
    this.program = program;
  }

  @Override
  public Supervised start(Launch launch, Duration limit) {
    Stdio stdio = Stdio.open(ReaperStart.request(launch, launch.isInputHeldLater()));
    ConmonStreams streams =
        new ConmonStreams(ConmonFolder.of(launch), launch.io(), stdio, launch.isInputHeldLater());
    try {
      new ConmonStart(program, launch, stdio).run(streams::attach, Deadline.in(limit));
      return watch(streams);
    } catch (RuntimeException e) {
      streams.close();
      throw e;
    }
  }

  @Override
  public Supervised adopt(Path path, TaskIo io) {
    ConmonFolder folder = ConmonFolder.find(path).orElseThrow(() -> StateWait.unknown(path));
    new StateWait(folder).await();
    boolean needed = folder.ended().isEmpty() && (io.terminal() || !io.stdin().isEmpty());
    StdioRequest request = new StdioRequest(io, 0, 0, "", "", path, false);
    return watch(new ConmonStreams(folder, io, needed ? Stdio.open(request) : null, false));
  }

  @Override
  public void abandon(Path path) {
    ConmonFolder.find(path).map(Abandonment::new).ifPresent(Abandonment::run);
  }

  private static Supervised watch(ConmonStreams streams) {
    ConmonFolder folder = streams.folder();
    State state = new StateWait(folder).await();
    return WatchedProcess.watch(folder, state, streams.io().terminal(), streams.attach());
  }
}
