package io.felucca.monitor.health;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.felucca.api.TypedValue;
import io.felucca.api.container.Container;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is kept with a container: an extension that holds a JSON object like Docker's {@code
 * State.Health}, and beside it the process that it is about.
 *
 * @param pid the task's first process
 * @param health how it does
 * @param log the last results, oldest first
 */
record State(int pid, Health health, List<Result> log) {
  static final String TYPE = "felucca.health.v1.State";
  private static final int KEPT = 5;

  State {
    log = List.copyOf(log);
  }

  /** A task that was just started, or is new to us. */
  static State fresh(int pid) {
    return new State(pid, Health.FRESH, List.of());
  }

  State with(Health next, Result result) {
    List<Result> results = new ArrayList<>(log);
    results.add(result);
    int from = Math.max(0, results.size() - KEPT);
    return new State(pid, next, results.subList(from, results.size()));
  }

  /** What an earlier instance, or an earlier daemon, has written; empty for none. */
  static Optional<State> of(Container container) {
    TypedValue value = container.extensions().get(Labels.EXTENSION);
    if (value == null || !value.is(TYPE)) {
      return Optional.empty();
    }
    try {
      String json = StandardCharsets.UTF_8.decode(value.buffer()).toString();
      return Optional.of(of(JsonParser.parseString(json).getAsJsonObject()));
    } catch (RuntimeException e) {
      return Optional.empty(); // somebody else's
    }
  }

  private static State of(JsonObject json) {
    List<Result> log = new ArrayList<>();
    for (JsonElement entry : json.getAsJsonArray("Log")) {
      JsonObject result = entry.getAsJsonObject();
      log.add(
          new Result(
              Instant.parse(result.get("Start").getAsString()),
              Instant.parse(result.get("End").getAsString()),
              result.get("ExitCode").getAsInt(),
              result.get("Output").getAsString()));
    }
    Status status = Status.of(json.get("Status").getAsString());
    Health health = new Health(status, json.get("FailingStreak").getAsInt());
    return new State(json.get("Pid").getAsInt(), health, log);
  }

  TypedValue toExtension() {
    JsonArray results = new JsonArray();
    for (Result result : log) {
      JsonObject entry = new JsonObject();
      entry.addProperty("Start", result.start().toString());
      entry.addProperty("End", result.end().toString());
      entry.addProperty("ExitCode", result.exitCode());
      entry.addProperty("Output", result.output());
      results.add(entry);
    }
    JsonObject json = new JsonObject();
    json.addProperty("Pid", pid);
    json.addProperty("Status", health.status().text());
    json.addProperty("FailingStreak", health.failingStreak());
    json.add("Log", results);
    return new TypedValue(TYPE, json.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** As nerdctl keeps it in a label. */
  String toNerdctl(boolean inStartPeriod) {
    JsonObject json = new JsonObject();
    json.addProperty("Status", health.status().text());
    json.addProperty("FailingStreak", health.failingStreak());
    json.addProperty("InStartPeriod", inStartPeriod);
    return json.toString();
  }
}
