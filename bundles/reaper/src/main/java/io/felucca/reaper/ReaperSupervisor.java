package io.felucca.reaper;

import io.felucca.api.Fault;
import io.felucca.api.task.TaskIo;
import java.nio.file.Path;

/** A process of this project's own beside each: src/main/c/reaper.c. */
final class ReaperSupervisor implements Supervisor {
  private final ReaperProgram program;

  ReaperSupervisor(ReaperProgram program) {
    this.program = program;
  }

  @Override
  public Supervised start(Launch launch) {
    try (ReaperStart start = new ReaperStart(program.file(), launch)) {
      start.run();
    }
    return adopt(launch.folder(), launch.io());
  }

  @Override
  public Supervised adopt(Path path, TaskIo io) {
    Folder folder = new Folder(path);
    Folder.State state = new StateWait(folder).await();
    return ReaperProcess.watch(folder, state, io.terminal());
  }

  /** Whether a reaper was ever started for this folder. */
  static boolean knows(Path path) {
    return new Folder(path).state().isPresent();
  }

  static Fault unknown(Path path) {
    return Fault.notFound("no process was started in %s", path);
  }
}
