package io.felucca.registry.graph;

import io.felucca.registry.component.ComponentInstance;
import io.felucca.registry.slot.Tenant;
import java.util.Map;

/**
 * One instance of a plugin: the code and the configuration it was made of.
 *
 * @param tenant null while it does not serve
 */
record Generation(
    Candidate candidate,
    Map<String, Object> properties,
    ComponentInstance instance,
    Tenant tenant) {
  Generation serving(Object service) {
    return new Generation(candidate, properties, instance, new Tenant(service));
  }

  Generation idle() {
    return new Generation(candidate, properties, instance, null);
  }

  long number() {
    return instance.number();
  }

  /** Whether a new instance of {@code other} would be the same again. */
  boolean isLike(Candidate other, Wanted wanted) {
    return candidate.bundle() == other.bundle() && wanted.hasProperties(properties);
  }
}
