package io.felucca.registry.toml;

import java.util.Comparator;
import java.util.Locale;

/**
 * Something wrong with a configuration.
 *
 * @param place where
 * @param weight how much that matters
 * @param message what is wrong and what to do, with both values that differ
 */
public record Problem(Place place, Weight weight, String message) {
  /** In the order in which they stand in the files. */
  public static final Comparator<Problem> IN_ORDER =
      (one, other) -> one.place.compareTo(other.place);

  /** How much a problem matters. */
  public enum Weight {
    /** Worth knowing. */
    NOTE,
    /** Passed over at boot as containerd does; a change to a running daemon is refused. */
    UNKNOWN,
    /** The configuration cannot be used. */
    ERROR
  }

  public static Problem note(Place place, String message) {
    return new Problem(place, Weight.NOTE, message);
  }

  public static Problem unknown(Place place, String message) {
    return new Problem(place, Weight.UNKNOWN, message);
  }

  public static Problem error(Place place, String message) {
    return new Problem(place, Weight.ERROR, message);
  }

  /** The same with its weight in front. */
  public String line() {
    return weight.name().toLowerCase(Locale.ROOT) + ": " + this;
  }

  @Override
  public String toString() {
    return place + ": " + message;
  }
}
