package io.felucca.events;

import io.felucca.api.Fault;
import io.felucca.api.Identifiers;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The grammar of topics: {@code /part/part}, each part an identifier (containerd {@code
 * core/events/exchange}).
 */
final class Topics {
  /** Enough for the daemon's own topics; others are checked each time. */
  private static final int REMEMBERED = 128;

  private final Set<String> wellFormed = ConcurrentHashMap.newKeySet();

  /** Throws an invalid argument that names the topic and what is wrong with it. */
  void check(String topic) {
    if (wellFormed.contains(topic)) {
      return;
    }
    String wrong = complaint(topic);
    if (wrong != null) {
      throw Fault.invalid("envelope topic \"%s\": %s", topic, wrong);
    }
    if (wellFormed.size() < REMEMBERED) {
      wellFormed.add(topic);
    }
  }

  private static String complaint(String topic) {
    if (topic.isEmpty()) {
      return "must not be empty";
    }
    if (topic.charAt(0) != '/') {
      return "must start with '/'";
    }
    return topic.length() == 1 ? "must have at least one component" : badPart(topic);
  }

  private static String badPart(String topic) {
    for (String part : topic.substring(1).split("/", -1)) {
      try {
        Identifiers.check(part);
      } catch (Fault e) {
        return "failed validation on component \"" + part + "\": " + e.getMessage();
      }
    }
    return null;
  }
}
