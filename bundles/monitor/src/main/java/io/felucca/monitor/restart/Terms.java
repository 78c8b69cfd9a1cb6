package io.felucca.monitor.restart;

import io.felucca.api.Fault;
import io.felucca.api.task.TaskIo;
import java.util.Map;
import java.util.Set;

/**
 * What a container's labels say about restarts (containerd's {@code core/runtime/restart}).
 *
 * @param labels of the container
 */
record Terms(Map<String, String> labels) {
  static final String STATUS = "containerd.io/restart.status";
  static final String POLICY = "containerd.io/restart.policy";
  static final String COUNT = "containerd.io/restart.count";
  static final String EXPLICITLY_STOPPED = "containerd.io/restart.explicitly-stopped";
  static final String LOG_URI = "containerd.io/restart.loguri";

  /** That of containerd before 1.5; 2.0 takes no notice of it any more. */
  static final String LOG_PATH = "containerd.io/restart.logpath";

  private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");

  /** Where a terminal's output goes that nobody wants: a terminal needs an end. */
  private static final String NOWHERE = "file:///dev/null";

  boolean shallRun() {
    return "running".equals(labels.get(STATUS));
  }

  boolean shallStop() {
    return "stopped".equals(labels.get(STATUS));
  }

  boolean isExplicitlyStopped() {
    return TRUE.contains(text(EXPLICITLY_STOPPED));
  }

  /** How often it was restarted; 0 where the label holds no number. */
  int count() {
    try {
      return Integer.parseInt(text(COUNT));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /**
   * Whether it is started again after it has ended so.
   *
   * @param exitStatus 0 where it is not known
   */
  boolean restartsAfter(int exitStatus) {
    Policy policy = Policy.parse(text(POLICY));
    return switch (policy.name()) {
      case Policy.ALWAYS -> true;
      case Policy.UNLESS_STOPPED -> !isExplicitlyStopped();
      case Policy.ON_FAILURE -> exitStatus != 0 && mayFailAgain(policy.limit());
      default -> false;
    };
  }

  private boolean mayFailAgain(int limit) {
    if (!text(COUNT).matches("|[+-]?\\d+")) {
      throw Fault.invalid("%s: \"%s\" is no number", COUNT, text(COUNT));
    }
    return limit == 0 || count() < limit;
  }

  /** Where the restarted task writes: no FIFO, for nobody holds its other end. */
  TaskIo io(boolean terminal) {
    String path = text(LOG_PATH);
    String uri = text(LOG_URI);
    if (uri.isEmpty() && !path.isEmpty()) {
      uri = "file://" + path;
    }
    if (terminal) {
      return new TaskIo("", uri.isEmpty() ? NOWHERE : uri, "", true);
    }
    return new TaskIo("", uri, uri, false);
  }

  private String text(String label) {
    return labels.getOrDefault(label, "");
  }
}
