package io.felucca.client;

import io.felucca.api.task.TaskMetric;
import java.time.Instant;

/**
 * What a container has used and uses, in the terms of cgroup v1 and v2 alike. What the kernel does
 * not tell is 0.
 *
 * <pre>{@code
 * TaskMetrics now = task.metrics();
 * System.out.println(now.memoryBytes() + " of " + now.memoryLimit() + " bytes");
 * }</pre>
 *
 * @param at when it was counted
 * @param cpuNanos processor time used until now
 * @param memoryBytes memory used now, page cache included
 * @param memoryLimit in bytes; 0 where unknown
 * @param pids processes and threads now
 * @param pidsLimit 0 for none
 * @param raw all that the daemon told: {@code io.containerd.cgroups.v1.Metrics} or {@code
 *     io.containerd.cgroups.v2.Metrics}, or another runtime's own type
 */
public record TaskMetrics(
    Instant at,
    long cpuNanos,
    long memoryBytes,
    long memoryLimit,
    long pids,
    long pidsLimit,
    TaskMetric raw) {}
