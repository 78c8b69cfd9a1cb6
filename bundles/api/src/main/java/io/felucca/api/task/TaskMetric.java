package io.felucca.api.task;

import io.felucca.api.TypedValue;
import java.time.Instant;

/** Counters of one task at one moment. */
public record TaskMetric(String id, Instant at, TypedValue data) {}
