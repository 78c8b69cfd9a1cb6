package io.felucca.reaper;

import io.felucca.api.Fault;
import java.nio.file.Path;

/** Which supervisor this machine can have. */
public final class Supervisors {
  private Supervisors() {}

  /**
   * The best there is. Cheap: nothing is unpacked before the first start.
   *
   * @param programs where programs are unpacked that are part of this jar; made if it is not there
   * @throws Fault with UNAVAILABLE where there is none, saying why
   */
  public static Supervisor choose(Path programs) {
    if (ReaperProgram.isBuilt()) {
      return new ReaperSupervisor(new ReaperProgram(programs));
    }
    throw Fault.unavailable("this build has no reaper for %s", System.getProperty("os.arch"));
  }
}
