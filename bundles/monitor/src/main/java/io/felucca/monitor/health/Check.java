package io.felucca.monitor.health;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.felucca.api.Fault;
import io.felucca.api.Spans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A container's health check; the meaning of each part is Docker's.
 *
 * @param command what is run in the container
 * @param interval from the end of one check to the next, and from the start to the first
 * @param timeout after which a check has failed
 * @param retries so many failures in a row make it unhealthy
 * @param startPeriod for which failures do not count, unless a check has succeeded
 * @param startInterval the interval in the start period
 * @param onFailure what is done when it becomes unhealthy
 */
record Check(
    List<String> command,
    Duration interval,
    Duration timeout,
    int retries,
    Duration startPeriod,
    Duration startInterval,
    OnFailure onFailure) {
  private static final Duration INTERVAL = Duration.ofSeconds(30);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration START_INTERVAL = Duration.ofSeconds(5);
  private static final int RETRIES = 3;

  /** A check costs a process in the container each time. */
  private static final Duration LEAST = Duration.ofMillis(100);

  /**
   * Reads labels; empty where they ask for no check. An invalid argument where they cannot be read.
   *
   * @param nerdctl whether nerdctl's label counts too, where there is none of ours
   */
  static Optional<Check> of(Map<String, String> labels, boolean nerdctl) {
    OnFailure onFailure = OnFailure.parse(labels.getOrDefault(Labels.ON_FAILURE, ""));
    String test = labels.get(Labels.TEST);
    if (test != null) {
      return command(test).map(command -> ours(command, labels, onFailure));
    }
    String other = nerdctl ? labels.get(Labels.NERDCTL_CHECK) : null;
    return other == null ? Optional.empty() : nerdctl(other, onFailure);
  }

  private static Check ours(List<String> command, Map<String, String> labels, OnFailure onFailure) {
    return new Check(
        command,
        atLeast(span(labels, Labels.INTERVAL, INTERVAL)),
        span(labels, Labels.TIMEOUT, TIMEOUT),
        retries(labels),
        span(labels, Labels.START_PERIOD, Duration.ZERO),
        atLeast(span(labels, Labels.START_INTERVAL, START_INTERVAL)),
        onFailure);
  }

  /** A JSON object with spans in nanoseconds (nerdctl {@code pkg/healthcheck}). */
  private static Optional<Check> nerdctl(String json, OnFailure onFailure) {
    try {
      JsonObject check = JsonParser.parseString(json).getAsJsonObject();
      JsonElement test = check.get("Test");
      if (test == null || test.isJsonNull()) {
        return Optional.empty();
      }
      return command(test.getAsJsonArray())
          .map(
              command ->
                  new Check(
                      command,
                      atLeast(nanos(check, "Interval", INTERVAL)),
                      nanos(check, "Timeout", TIMEOUT),
                      check.has("Retries") ? orDefault(check.get("Retries").getAsInt()) : RETRIES,
                      nanos(check, "StartPeriod", Duration.ZERO),
                      START_INTERVAL,
                      onFailure));
    } catch (JsonParseException
        | IllegalStateException
        | UnsupportedOperationException
        | NumberFormatException e) {
      throw unreadable(Labels.NERDCTL_CHECK, json, e);
    }
  }

  private static Optional<List<String>> command(String test) {
    if (!test.startsWith("[")) {
      return test.equals("NONE") ? Optional.empty() : Optional.of(shell(test));
    }
    try {
      return command(JsonParser.parseString(test).getAsJsonArray());
    } catch (JsonParseException | IllegalStateException | UnsupportedOperationException e) {
      throw unreadable(Labels.TEST, test, e);
    }
  }

  private static Optional<List<String>> command(JsonArray test) {
    List<String> words = new ArrayList<>();
    test.forEach(word -> words.add(word.getAsString()));
    String kind = words.isEmpty() ? "NONE" : words.get(0);
    List<String> rest = words.subList(Math.min(1, words.size()), words.size());
    List<String> command =
        switch (kind) {
          case "NONE", "" -> List.of();
          case "CMD" -> List.copyOf(rest);
          case "CMD-SHELL" -> shell(String.join(" ", rest));
          default -> List.copyOf(words);
        };
    boolean none = kind.equals("NONE") || kind.isEmpty();
    if (!none && (command.isEmpty() || command.get(0).isEmpty())) {
      throw Fault.invalid("no health check command specified in %s", test);
    }
    return none ? Optional.empty() : Optional.of(command);
  }

  private static List<String> shell(String line) {
    if (line.isBlank()) {
      throw Fault.invalid("no health check command specified in %s", Labels.TEST);
    }
    return List.of("/bin/sh", "-c", line);
  }

  private static Duration span(Map<String, String> labels, String label, Duration unset) {
    String text = labels.getOrDefault(label, "0");
    Duration span =
        Spans.parse(text)
            .filter(it -> !it.isNegative())
            .orElseThrow(() -> Fault.invalid("%s: \"%s\" is no duration such as 30s", label, text));
    return span.isZero() ? unset : span;
  }

  private static Duration nanos(JsonObject check, String key, Duration unset) {
    long nanos = check.has(key) ? check.get(key).getAsLong() : 0;
    return nanos <= 0 ? unset : Duration.ofNanos(nanos);
  }

  private static Duration atLeast(Duration span) {
    return span.compareTo(LEAST) < 0 ? LEAST : span;
  }

  private static int retries(Map<String, String> labels) {
    String text = labels.getOrDefault(Labels.RETRIES, "0");
    try {
      return orDefault(Integer.parseInt(text));
    } catch (NumberFormatException e) {
      throw unreadable(Labels.RETRIES, text, e);
    }
  }

  private static int orDefault(int retries) {
    return retries <= 0 ? RETRIES : retries;
  }

  private static Fault unreadable(String label, String text, Exception cause) {
    String message = "%s: \"%s\" cannot be read".formatted(label, text);
    return new Fault(Fault.Kind.INVALID_ARGUMENT, message, cause);
  }
}
