package io.felucca.reaper;

import java.nio.file.Path;

/** Which supervisor this machine can have. */
public final class Supervisors {
  private Supervisors() {}

  /**
   * The best there is: the reaper of this build, else conmon(8) from PATH; who goes on supervising
   * what was started before makes no difference to it. Cheap: nothing is tried before the first
   * start, which fails with UNAVAILABLE where there is neither.
   *
   * @param programs where programs are unpacked that are part of this jar; made if it is not there
   */
  public static Supervisor choose(Path programs) {
    return new Chosen(programs);
  }

  /**
   * A conmon(8), whether there is a reaper or not.
   *
   * @param program its path, or its name in PATH
   */
  public static Supervisor conmon(String program) {
    return new ConmonSupervisor(program);
  }
}
