package io.felucca.oci.option;

import com.google.gson.JsonObject;
import io.felucca.api.Fault;
import io.felucca.oci.json.Json;
import io.felucca.oci.spec.SpecOption;
import java.util.Set;

/** When the process gets its turn. Source: OCI runtime specification 1.1 and 1.2, "process". */
public final class Scheduling {
  private static final Set<String> POLICIES =
      Set.of(
          "SCHED_OTHER",
          "SCHED_FIFO",
          "SCHED_RR",
          "SCHED_BATCH",
          "SCHED_ISO",
          "SCHED_IDLE",
          "SCHED_DEADLINE");
  private static final Set<String> IO_CLASSES =
      Set.of("IOPRIO_CLASS_RT", "IOPRIO_CLASS_BE", "IOPRIO_CLASS_IDLE");
  private static final int LOWEST_IO = 7;

  private Scheduling() {}

  /**
   * How processors are shared: sched(7).
   *
   * @param policy such as {@code SCHED_BATCH}
   * @param nice for SCHED_OTHER and SCHED_BATCH, -20 to 19
   * @param priority for SCHED_FIFO and SCHED_RR, 1 to 99; 0 for the others
   */
  public static SpecOption policy(String policy, int nice, int priority) {
    check("scheduling policy", policy, POLICIES);
    return draft -> {
      JsonObject scheduler = new JsonObject();
      scheduler.addProperty("policy", policy);
      putUnlessZero(scheduler, "nice", nice);
      putUnlessZero(scheduler, "priority", priority);
      draft.process().add("scheduler", scheduler);
    };
  }

  private static void putUnlessZero(JsonObject scheduler, String name, int value) {
    if (value != 0) {
      scheduler.addProperty(name, value);
    }
  }

  /**
   * How block devices are shared: ioprio_set(2).
   *
   * @param ioClass such as {@code IOPRIO_CLASS_BE}
   * @param priority 0, the highest, to 7
   */
  public static SpecOption inputOutput(String ioClass, int priority) {
    check("class of I/O priority", ioClass, IO_CLASSES);
    if (priority < 0 || priority > LOWEST_IO) {
      throw Fault.invalid("an I/O priority is 0 to %d, not %d", LOWEST_IO, priority);
    }
    return draft -> {
      JsonObject io = new JsonObject();
      io.addProperty("class", ioClass);
      io.addProperty("priority", priority);
      draft.process().add("ioPriority", io);
    };
  }

  /**
   * On which processors an exec begins and goes on, as {@code 0-3,7}.
   *
   * @param initial before it is in the container's cgroup; may be empty
   * @param last from then on; may be empty
   */
  public static SpecOption affinity(String initial, String last) {
    return draft -> {
      JsonObject affinity = new JsonObject();
      Json.set(affinity, "initial", initial);
      Json.set(affinity, "final", last);
      draft.process().add("execCPUAffinity", affinity);
    };
  }

  private static void check(String what, String value, Set<String> known) {
    if (!known.contains(value)) {
      throw Fault.invalid("\"%s\" is no %s: known are %s", value, what, known);
    }
  }
}
