package io.felucca.api.event;

import io.felucca.api.filter.Fields;

/**
 * What an event tells: one of the records of {@link Events}, or a {@link TypedPayload} that came
 * from outside.
 */
public interface Payload extends Fields {}
