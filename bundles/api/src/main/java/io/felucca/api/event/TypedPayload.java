package io.felucca.api.event;

import io.felucca.api.TypedValue;

/**
 * A payload that came over the wire and is passed on as it came; the edge that received it knows
 * how to read fields of the types it knows.
 */
public interface TypedPayload extends Payload {
  TypedValue value();
}
