package io.felucca.registry.toml;

/**
 * Something wrong with a configuration.
 *
 * @param place where
 * @param weight how much that matters
 * @param message what is wrong and what to do, with both values that differ
 */
public record Problem(Place place, Weight weight, String message) {
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

  @Override
  public String toString() {
    return place + ": " + message;
  }
}
