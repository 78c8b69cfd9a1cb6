package io.felucca.shim.runtime;

import io.felucca.api.Fault;
import io.felucca.api.task.TaskStatus;
import io.felucca.shim.wire.TaskApi;
import io.felucca.wire.shim.DeleteResponse;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;

/** Tells calls that came at the wrong moment from those that failed: older shims say UNKNOWN. */
final class WrongState {
  private static final Set<TaskStatus> ALIVE =
      EnumSet.of(TaskStatus.RUNNING, TaskStatus.PAUSED, TaskStatus.PAUSING);

  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final TaskApi api;
  private final String execId;

  WrongState(TaskApi api, String execId) {
    this.api = api;
    this.execId = execId;
  }

  /** Starts; FAILED_PRECONDITION for what has been started before. */
  int start(Supplier<Integer> call) {
    return explain(call, EnumSet.complementOf(EnumSet.of(TaskStatus.CREATED, TaskStatus.UNKNOWN)));
  }

  /** Deletes; FAILED_PRECONDITION for what runs. */
  DeleteResponse delete(Supplier<DeleteResponse> call) {
    return explain(call, ALIVE);
  }

  private <T> T explain(Supplier<T> call, Set<TaskStatus> wrong) {
    try {
      return call.get();
    } catch (Fault e) {
      if (e.kind() == Fault.Kind.UNKNOWN && wrong.contains(status())) {
        throw new Fault(Fault.Kind.FAILED_PRECONDITION, e.getMessage(), e.getCause());
      }
      throw e;
    }
  }

  private TaskStatus status() {
    try {
      return States.status(api.state(LIMIT, execId).getStatus());
    } catch (Fault e) {
      return TaskStatus.UNKNOWN; // the first failure is the one to tell
    }
  }
}
