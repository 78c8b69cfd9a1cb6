package io.felucca.api.config;

import java.time.Instant;

/**
 * A configuration that was in force.
 *
 * @param number counts up, and goes on after a restart
 * @param time when it came into force
 * @param door how it came: {@code boot}, {@code files}, {@code reload}, {@code apply NAME} or
 *     {@code rollback to N}
 * @param current whether the daemon runs on it
 * @param pinned whether it is in force although the files say something else
 */
public record ConfigVersion(
    long number, Instant time, String door, boolean current, boolean pinned) {}
