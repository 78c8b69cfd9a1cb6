package io.felucca.api.task;

/**
 * Where a process stands; the numbers are those of the wire ({@code containerd.v1.types.Status}).
 */
public enum TaskStatus {
  UNKNOWN,
  CREATED,
  RUNNING,
  STOPPED,
  PAUSED,
  PAUSING
}
