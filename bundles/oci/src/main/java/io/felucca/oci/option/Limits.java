package io.felucca.oci.option;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.felucca.api.Fault;
import io.felucca.oci.json.Json;
import io.felucca.oci.spec.Rlimit;
import io.felucca.oci.spec.SpecOption;

/** Limits of processes: their number, what each may have, which one is killed first. */
public final class Limits {
  private static final int MOST_OOM_SCORE = 1000;

  private Limits() {}

  /** How many processes and threads the container may have; -1 for no limit. */
  public static SpecOption processes(long number) {
    return draft -> draft.resource("pids").addProperty("limit", number);
  }

  /** A limit of each process, in place of another one of its type. */
  public static SpecOption of(Rlimit limit) {
    return draft -> {
      JsonArray limits = Json.array(draft.process(), "rlimits");
      for (int i = 0; i < limits.size(); i++) {
        if (Json.text(limits.get(i).getAsJsonObject(), "type").equals(limit.type())) {
          limits.set(i, limit.toJson());
          return;
        }
      }
      limits.add(limit.toJson());
    };
  }

  /**
   * Who is killed first where memory runs out, -1000 (never) to 1000: proc_pid_oom_score_adj(5).
   */
  public static SpecOption oomScore(int adjustment) {
    if (Math.abs(adjustment) > MOST_OOM_SCORE) {
      throw Fault.invalid("oom_score_adj is -1000 to 1000, not %d", adjustment);
    }
    return draft -> draft.process().addProperty("oomScoreAdj", adjustment);
  }

  /**
   * A class of the processor's cache and memory bandwidth (Intel RDT), in place of another.
   *
   * @param closId name of the class; may be empty
   * @param l3CacheSchema may be empty
   * @param memoryBandwidthSchema may be empty
   */
  public static SpecOption rdt(String closId, String l3CacheSchema, String memoryBandwidthSchema) {
    return draft -> {
      JsonObject rdt = new JsonObject();
      Json.set(rdt, "closID", closId);
      Json.set(rdt, "l3CacheSchema", l3CacheSchema);
      Json.set(rdt, "memBwSchema", memoryBandwidthSchema);
      draft.linux().add("intelRdt", rdt);
    };
  }
}
