package io.felucca.monitor.health;

import io.felucca.api.Fault;

/** What happens to a container that has become unhealthy. */
enum OnFailure {
  NONE,
  KILL,
  RESTART;

  static OnFailure parse(String text) {
    return switch (text) {
      case "", "none" -> NONE;
      case "kill" -> KILL;
      case "restart" -> RESTART;
      default ->
          throw Fault.invalid("%s: \"%s\" is none of none, kill, restart", Labels.ON_FAILURE, text);
    };
  }
}
