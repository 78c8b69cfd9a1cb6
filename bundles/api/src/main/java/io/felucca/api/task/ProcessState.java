package io.felucca.api.task;

import java.time.Instant;

/**
 * One process of a task.
 *
 * @param containerId the task
 * @param execId empty for its first process
 * @param pid in the daemon's PID namespace; 0 before it starts
 * @param status where it stands
 * @param io where it reads and writes
 * @param exitStatus once it has ended: its code, or 128 and the signal
 * @param exitedAt once it has ended; else null
 */
public record ProcessState(
    String containerId,
    String execId,
    int pid,
    TaskStatus status,
    TaskIo io,
    int exitStatus,
    Instant exitedAt) {}
