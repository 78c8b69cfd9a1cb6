package io.felucca.metadata.gc;

import io.felucca.api.Spans;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A reference that holds under conditions: {@code usedat<24h,usedat>720h|key}, of which one has to
 * be met. Of names only {@code usedat} is known, of operators only {@code <} and {@code >}.
 *
 * @param ages the ages of last use that meet it
 */
record Condition(Node holder, Node snapshot, List<Age> ages) {
  private static final String USED_AT = "usedat";

  /** Below or above an age. */
  record Age(boolean below, Duration than) {
    boolean matches(Duration age) {
      int order = age.compareTo(than);
      return below ? order < 0 : order > 0;
    }
  }

  /** Empty where there is nothing to meet. */
  static Optional<Condition> parse(Node holder, String snapshotter, String value) {
    int bar = value.indexOf('|');
    if (bar < 0) {
      return Optional.empty();
    }
    List<Age> ages = new ArrayList<>();
    for (String one : value.substring(0, bar).split(",")) {
      age(one).ifPresent(ages::add);
    }
    Node snapshot = Node.snapshot(snapshotter, value.substring(bar + 1));
    return ages.isEmpty() ? Optional.empty() : Optional.of(new Condition(holder, snapshot, ages));
  }

  private static Optional<Age> age(String text) {
    int length = USED_AT.length();
    if (!text.startsWith(USED_AT) || text.length() <= length) {
      return Optional.empty();
    }
    char operator = text.charAt(length);
    if (operator != '<' && operator != '>') {
      return Optional.empty();
    }
    return Spans.parse(text.substring(length + 1)).map(span -> new Age(operator == '<', span));
  }

  boolean isMet(Instant used, Instant now) {
    Duration age = Duration.between(used, now);
    return ages.stream().anyMatch(wanted -> wanted.matches(age));
  }
}
