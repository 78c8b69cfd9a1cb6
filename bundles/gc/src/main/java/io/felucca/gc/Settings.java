package io.felucca.gc;

import io.felucca.api.Fault;
import io.felucca.api.Spans;
import java.time.Duration;
import java.util.Map;

/**
 * When to collect, within sensible bounds.
 *
 * @param pauseThreshold the share of time that collections may keep changes waiting; 0 to 0.5
 * @param deletionThreshold so many deletions bring the next collection forward; 0 for never
 * @param mutationThreshold so many changes are a reason to collect; 0 for none
 * @param scheduleDelay from the reason to the collection
 * @param startupDelay from the start to the first collection; 0 for none without a reason
 */
record Settings(
    double pauseThreshold,
    int deletionThreshold,
    int mutationThreshold,
    Duration scheduleDelay,
    Duration startupDelay) {
  private static final double MAX_PAUSE = 0.5;

  static Settings of(GcPlugin.Config config) {
    return new Settings(
        Math.max(0, Math.min(MAX_PAUSE, config.pause_threshold())),
        config.deletion_threshold(),
        Math.max(0, config.mutation_threshold()),
        span("schedule_delay", config.schedule_delay()),
        span("startup_delay", config.startup_delay()));
  }

  private static Duration span(String key, String text) {
    Duration span =
        Spans.parse(text)
            .orElseThrow(
                () -> Fault.invalid("%s: \"%s\" is no duration such as 100ms or 1m30s", key, text));
    return span.isNegative() ? Duration.ZERO : span;
  }

  /** As introspection shows them. */
  Map<String, String> exports() {
    return Map.of(
        "PauseThreshold", number(pauseThreshold),
        "DeletionThreshold", Integer.toString(deletionThreshold),
        "MutationThreshold", Integer.toString(mutationThreshold),
        "ScheduleDelay", Spans.text(scheduleDelay));
  }

  /** Without {@code .0}, as Go prints it. */
  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
