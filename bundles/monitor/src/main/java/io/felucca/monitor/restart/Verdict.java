package io.felucca.monitor.restart;

import io.felucca.api.task.ProcessState;
import io.felucca.api.task.TaskStatus;

/** What is to be done about a container. */
enum Verdict {
  LEAVE,
  START,
  STOP;

  /**
   * Compares what is with what shall be.
   *
   * @param task null where there is none
   * @param lastExit how an earlier task ended, for where there is none; 0 where it is not known
   */
  static Verdict on(Terms terms, ProcessState task, int lastExit) {
    if (terms.shallStop()) {
      return task == null || task.status() == TaskStatus.STOPPED ? LEAVE : STOP;
    }
    boolean ended = task == null || ended(task.status());
    if (!terms.shallRun() || !ended) {
      return LEAVE;
    }
    return terms.restartsAfter(task == null ? lastExit : task.exitStatus()) ? START : LEAVE;
  }

  /** A task that nobody starts counts as one that ended; one that cannot be asked does not. */
  private static boolean ended(TaskStatus status) {
    return status == TaskStatus.STOPPED || status == TaskStatus.CREATED;
  }
}
