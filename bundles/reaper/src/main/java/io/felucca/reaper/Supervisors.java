package io.felucca.reaper;

import io.felucca.api.Fault;
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
   * The one that a configuration names; it adopts what others have started all the same.
   *
   * @param kind "auto" as {@link #choose(Path)} has it, "reaper" or "conmon"
   * @throws Fault with INVALID_ARGUMENT for any other, UNAVAILABLE where that one is not there
   */
  public static Supervisor choose(Path programs, String kind) {
    return switch (kind) {
      case "auto" -> new Chosen(programs);
      case "reaper" -> Chosen.reaper(programs);
      case "conmon" -> Chosen.conmon(programs);
      default ->
          throw Fault.invalid("supervisor \"%s\" is not one of auto, reaper and conmon", kind);
    };
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
