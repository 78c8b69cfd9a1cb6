package io.felucca.reaper;

import io.felucca.api.Fault;
import io.felucca.linux.Child;
import io.felucca.reaper.stdio.Stdio;
import io.felucca.reaper.stdio.StdioRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** One launch by a reaper: gives it the streams, and hears the result. */
final class ReaperStart {
  private final Path program;
  private final Launch launch;
  private final Folder folder;
  private final Stdio stdio;

  /**
   * @param stdio closed here once the reaper has it
   */
  ReaperStart(Path program, Launch launch, Stdio stdio) {
    this.program = program;
    this.launch = launch;
    this.folder = new Folder(launch.folder());
    this.stdio = stdio;
  }

  /**
   * What is to be opened for it.
   *
   * @param later whether the other end of standard input is to be held later, if at all
   */
  static StdioRequest request(Launch launch, boolean later) {
    LogName name = launch.logName();
    return new StdioRequest(
        launch.io(),
        launch.owner().uid(),
        launch.owner().gid(),
        name.namespace(),
        name.id(),
        launch.folder(),
        later);
  }

  /** Who is there then. */
  State run(Duration limit) {
    try {
      return run(Deadline.in(limit));
    } catch (LaunchFailed e) {
      if (e.isLate()) {
        new Abandonment(folder).run();
      }
      throw e;
    }
  }

  private State run(Deadline limit) {
    ReaperSpawn spawn = new ReaperSpawn(program, launch, stdio, launch.isInputHeldLater());
    try (Hearing hearing = new Hearing(launch);
        Child reaper = spawn.start(hearing.writer(), null)) {
      hearing.writer().close();
      stdio.close();
      Report report = new Report(hearing.line(limit));
      if (!report.isRunning()) {
        throw hearing.failure(report, reaper);
      }
      hearing.forgetErrors();
      return report.state();
    } catch (IOException e) {
      throw Fault.io("start a reaper for " + launch.id(), e);
    }
  }
}
