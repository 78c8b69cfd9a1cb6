package io.felucca.api.task;

import io.felucca.api.TypedValue;

/**
 * A process seen in a task's cgroup.
 *
 * @param pid in the daemon's PID namespace
 * @param details what the runtime knows of it; null for nothing
 */
public record ProcessInfo(int pid, TypedValue details) {}
