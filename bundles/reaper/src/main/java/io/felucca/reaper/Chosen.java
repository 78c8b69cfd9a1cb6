package io.felucca.reaper;

import io.felucca.api.Fault;
import io.felucca.api.task.TaskIo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

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

  /** Only a reaper starts. */
  static Chosen reaper(Path programs) {
    if (!ReaperProgram.isBuilt()) {
      throw Fault.unavailable("this build has no reaper for %s", System.getProperty("os.arch"));
    }
    Chosen chosen = new Chosen(programs);
    chosen.starter = chosen.reaper;
    return chosen;
  }

  /** Only a conmon starts. */
  static Chosen conmon(Path programs) {
    if (!Programs.exists(CONMON)) {
      throw Fault.unavailable("there is no conmon in PATH");
    }
    Chosen chosen = new Chosen(programs);
    chosen.starter = chosen.conmon;
    return chosen;
  }

  @Override
  public Supervised start(Launch launch, Duration limit) {
    return starter().start(launch, limit);
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
  public Optional<Prepared> prepare(Launch launch) {
    return starter().prepare(launch);
  }

  @Override
  public Optional<Prepared> inherit(Path folder, TaskIo io) {
    return of(folder).inherit(folder, io);
  }

  @Override
  public Supervised adopt(Path folder, TaskIo io) {
    return of(folder).adopt(folder, io);
  }

  @Override
  public void abandon(Path folder) {
    of(folder).abandon(folder);
  }

  private Supervisor of(Path folder) {
    return ConmonFolder.find(folder).isPresent() ? conmon : reaper;
  }
}
