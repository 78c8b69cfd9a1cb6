package io.felucca.registry.slot;

import io.felucca.api.Fault;

/**
 * Why a slot is empty.
 *
 * @param expected whether callers wait for the next instance
 * @param kind what callers get who do not wait, or waited in vain
 * @param reason the words of that fault
 */
public record Vacancy(boolean expected, Fault.Kind kind, String reason) {
  /** Empty for a moment: callers wait. */
  public static Vacancy expected(String reason) {
    return new Vacancy(true, Fault.Kind.UNAVAILABLE, reason);
  }

  /** Empty until something is changed. */
  public static Vacancy unavailable(String reason) {
    return new Vacancy(false, Fault.Kind.UNAVAILABLE, reason);
  }

  /** There is no such plugin. */
  public static Vacancy notFound(String reason) {
    return new Vacancy(false, Fault.Kind.NOT_FOUND, reason);
  }

  Fault fault(String name) {
    return Fault.of(kind, "plugin %s: %s", name, reason);
  }
}
