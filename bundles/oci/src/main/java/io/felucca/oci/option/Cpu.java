package io.felucca.oci.option;

import io.felucca.api.Fault;
import io.felucca.oci.json.Json;
import io.felucca.oci.spec.SpecOption;

/** How much of which processors the container gets. */
public final class Cpu {
  private static final long PERIOD = 100_000;

  private Cpu() {}

  /** A number of processors, such as 1.5, as a quota of the usual period. */
  public static SpecOption count(double processors) {
    if (!(processors > 0)) {
      throw Fault.invalid("a number of processors is greater than 0, not %s", processors);
    }
    return quota((long) (processors * PERIOD), PERIOD);
  }

  /**
   * Time on processors in each period.
   *
   * @param quota in microseconds; -1 for no limit
   * @param period in microseconds; 0 for the kernel's own
   */
  public static SpecOption quota(long quota, long period) {
    return SpecOption.all(set("quota", quota), set("period", period));
  }

  /** Time in microseconds that may be saved up over periods. */
  public static SpecOption burst(long micros) {
    return set("burst", micros);
  }

  /** The weight against other containers, 1024 being usual. */
  public static SpecOption shares(long shares) {
    return set("shares", shares);
  }

  /** Whether it gets what others leave only: 1, or 0. */
  public static SpecOption idle(long idle) {
    return set("idle", idle);
  }

  /** Real-time processes: microseconds in each period. */
  public static SpecOption realtime(long runtime, long period) {
    return SpecOption.all(set("realtimeRuntime", runtime), set("realtimePeriod", period));
  }

  /** Which processors, as {@code 0-3,7}: cpuset(7). */
  public static SpecOption processors(String list) {
    return draft -> Json.set(draft.resource("cpu"), "cpus", list);
  }

  /** Which memory nodes, as {@code 0-1}: cpuset(7). */
  public static SpecOption memoryNodes(String list) {
    return draft -> Json.set(draft.resource("cpu"), "mems", list);
  }

  private static SpecOption set(String name, long value) {
    return draft -> draft.resource("cpu").addProperty(name, value);
  }
}
