package io.felucca.monitor.health;

import java.util.Locale;

/** How a container does. */
enum Status {
  STARTING,
  HEALTHY,
  UNHEALTHY;

  /** As labels and events write it. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads what {@link #text} wrote; anything else is STARTING. */
  static Status of(String text) {
    for (Status status : values()) {
      if (status.text().equals(text)) {
        return status;
      }
    }
    return STARTING;
  }
}
