package io.felucca.api.sandbox;

import java.time.Instant;

/**
 * How a sandbox ended.
 *
 * @param status its code, or 128 and the signal
 * @param at when; null where unknown
 */
public record SandboxExit(int status, Instant at) {}
