package io.felucca.monitor.restart;

import io.felucca.api.Fault;
import java.util.List;

/**
 * When a container that has stopped is started again.
 *
 * @param name {@code no}, {@code always}, {@code on-failure} or {@code unless-stopped}
 * @param limit of restarts on failure; 0 for none, and a negative one allows none
 */
record Policy(String name, int limit) {
  static final String ALWAYS = "always";
  static final String ON_FAILURE = "on-failure";
  static final String UNLESS_STOPPED = "unless-stopped";
  static final List<String> NAMES = List.of("no", ALWAYS, ON_FAILURE, UNLESS_STOPPED);

  /** Reads the label's value; an invalid argument where it is none. Empty is {@code always}. */
  static Policy parse(String text) {
    String[] parts = text.split(":", -1);
    String name = parts[0].isEmpty() ? ALWAYS : parts[0];
    if (!NAMES.contains(name)) {
      throw Fault.invalid(
          "restart policy \"%s\" not supported: known are %s, and %s:N",
          text, String.join(", ", NAMES), ON_FAILURE);
    }
    if (parts.length == 1) {
      return new Policy(name, 0);
    }
    if (!name.equals(ON_FAILURE)) {
      throw Fault.invalid(
          "restart policy \"%s\" does not support a max retry count: only %s does",
          text, ON_FAILURE);
    }
    return new Policy(name, limit(text, parts[1]));
  }

  private static int limit(String policy, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new Fault(
          Fault.Kind.INVALID_ARGUMENT,
          "invalid max retry count: %s in restart policy \"%s\"".formatted(text, policy),
          e);
    }
  }
}
