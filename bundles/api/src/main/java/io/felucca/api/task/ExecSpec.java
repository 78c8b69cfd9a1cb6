package io.felucca.api.task;

import io.felucca.api.TypedValue;

/**
 * A further process in a task.
 *
 * @param id its ID, unique in the task
 * @param io where it reads and writes
 * @param process the OCI {@code process} object; its bytes are JSON
 */
public record ExecSpec(String id, TaskIo io, TypedValue process) {}
