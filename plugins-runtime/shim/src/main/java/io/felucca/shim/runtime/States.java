package io.felucca.shim.runtime;

import io.felucca.api.task.Exit;
import io.felucca.api.task.ProcessState;
import io.felucca.api.task.TaskIo;
import io.felucca.api.task.TaskStatus;
import io.felucca.shim.wire.Values;
import io.felucca.wire.shim.DeleteResponse;
import io.felucca.wire.shim.StateResponse;

/** Answers of a shim as records of the domain. */
final class States {
  private static final TaskStatus[] STATUSES = TaskStatus.values();

  private States() {}

  static ProcessState of(String id, String execId, StateResponse state) {
    TaskStatus status = status(state.getStatus());
    boolean over = status == TaskStatus.STOPPED && state.hasExitedAt();
    return new ProcessState(
        id,
        execId,
        state.getPid(),
        status,
        new TaskIo(state.getStdin(), state.getStdout(), state.getStderr(), state.getTerminal()),
        state.getExitStatus(),
        over ? Values.instant(state.getExitedAt()) : null);
  }

  static Exit exit(DeleteResponse deleted) {
    return new Exit(
        deleted.getPid(), deleted.getExitStatus(), Values.instant(deleted.getExitedAt()));
  }

  static TaskStatus status(int number) {
    return number >= 0 && number < STATUSES.length ? STATUSES[number] : TaskStatus.UNKNOWN;
  }
}
