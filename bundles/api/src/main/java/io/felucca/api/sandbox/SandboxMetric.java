package io.felucca.api.sandbox;

import io.felucca.api.TypedValue;
import java.time.Instant;

/**
 * Counters of one sandbox at one moment.
 *
 * @param id the sandbox's ID
 * @param at when they were read; null where unknown
 * @param data in the controller's own type; null for none
 */
public record SandboxMetric(String id, Instant at, TypedValue data) {}
