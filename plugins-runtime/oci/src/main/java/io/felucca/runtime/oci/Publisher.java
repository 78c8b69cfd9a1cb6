package io.felucca.runtime.oci;

import io.felucca.api.Scope;
import io.felucca.api.event.Payload;

/** Tells the world what has happened to tasks. */
@FunctionalInterface
interface Publisher {
  /** As {@link io.felucca.api.event.EventExchange#publish}. */
  void publish(Scope scope, String topic, Payload payload);
}
