package io.felucca.reaper;

import io.felucca.api.Fault;
import io.felucca.api.task.TaskIo;
import java.nio.file.Path;

/**
 * The reaper, or conmon where there is none or it cannot be executed. Found out with the first
 * start; whoever supervises an adopted process is told by its folder.
 */
final class Chosen implements Supervisor {
  private static final String CONMON = "conmon";

  private final ReaperProgram program;
  private final ReaperSupervisor reaper;
  private final ConmonSupervisor conmon = new ConmonSupervisor(CONMON);
  private Supervisor starter;

  Chosen(Path programs) {
    program = new ReaperProgram(programs);
    reaper = new ReaperSupervisor(program);
  }

  @Override
  public Supervised start(Launch launch) {
    return starter().start(launch);
  }

  private synchronized Supervisor starter() {
    if (starter == null) {
      starter = find();
    }
    return starter;
  }

  private Supervisor find() {
    try {
      program.file();
      return reaper;
    } catch (Fault e) {
      if (!Programs.exists(CONMON)) {
        throw new Fault(
            Fault.Kind.UNAVAILABLE, e.getMessage() + "; nor is there conmon in PATH", e);
      }
      System.getLogger(Chosen.class.getName())
          .log(System.Logger.Level.WARNING, "conmon instead of the reaper: " + e.getMessage());
      return conmon;
    }
  }

  @Override
  public Supervised adopt(Path folder, TaskIo io) {
    boolean byConmon = ConmonFolder.find(folder).isPresent();
    return byConmon ? conmon.adopt(folder, io) : reaper.adopt(folder, io);
  }
}
