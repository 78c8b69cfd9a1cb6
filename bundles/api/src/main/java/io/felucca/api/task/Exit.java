package io.felucca.api.task;

import java.time.Instant;

/**
 * How a process ended.
 *
 * @param pid which it had
 * @param status its code, or 128 and the signal
 * @param at when
 */
public record Exit(int pid, int status, Instant at) {}
