package io.felucca.reaper;

import io.felucca.api.task.TaskIo;
import java.nio.file.Path;
import java.time.Duration;

/** A process of this project's own beside each: src/main/c/reaper.c. */
final class ReaperSupervisor implements Supervisor {
  private final ReaperProgram program;

  ReaperSupervisor(ReaperProgram program) {
    this.program = program;
  }

  @Override
  public Supervised start(Launch launch, Duration limit) {
    try (ReaperStart start = new ReaperStart(program.file(), launch)) {
      start.run(limit);
    }
    return adopt(launch.folder(), launch.io());
  }

  @Override
  public Supervised adopt(Path path, TaskIo io) {
    Folder folder = new Folder(path);
    State state = new StateWait(folder).await();
    Commands commands = new Control(folder, !io.terminal() && !io.stdin().isEmpty());
    return WatchedProcess.watch(folder, state, io.terminal(), commands);
  }

  @Override
  public void abandon(Path folder) {
    new Abandonment(new Folder(folder)).run();
  }
}
