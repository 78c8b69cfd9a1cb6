package io.felucca.runtime.sandbox;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.felucca.api.Fault;
import io.felucca.api.TypedValue;
import io.felucca.api.sandbox.SandboxExit;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * What is kept of a pod beside its container's record.
 *
 * @param netns the path of the network namespace that it joined; empty for its own or the host's
 * @param pid of its pause process; 0 before it was started
 * @param exit how that ended; null while it has not, as far as anybody has looked
 */
record PodNote(String netns, int pid, SandboxExit exit) {
  private static final String TYPE = "io.felucca.Pod";

  static PodNote prepared(String netns) {
    return new PodNote(netns, 0, null);
  }

  PodNote started(int as) {
    return new PodNote(netns, as, null);
  }

  PodNote ended(SandboxExit how) {
    return new PodNote(netns, pid, how);
  }

  boolean isStarted() {
    return pid != 0;
  }

  TypedValue toValue() {
    JsonObject json = new JsonObject();
    json.addProperty("netns", netns);
    json.addProperty("pid", pid);
    if (exit != null) {
      json.addProperty("exitStatus", exit.status());
      json.addProperty("exitedAt", exit.at().toString());
    }
    return new TypedValue(TYPE, json.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** DATA_LOSS where somebody else has written over it. */
  static PodNote of(String id, TypedValue value) {
    try {
      String text = new String(value.bytes(), StandardCharsets.UTF_8);
      JsonObject json = JsonParser.parseString(text).getAsJsonObject();
      return new PodNote(json.get("netns").getAsString(), json.get("pid").getAsInt(), exit(json));
    } catch (JsonParseException
        | IllegalStateException
        | NullPointerException
        | NumberFormatException
        | DateTimeException e) {
      throw new Fault(Fault.Kind.DATA_LOSS, "note of sandbox " + id + " cannot be read", e);
    }
  }

  private static SandboxExit exit(JsonObject json) {
    return json.has("exitStatus")
        ? new SandboxExit(
            json.get("exitStatus").getAsInt(), Instant.parse(json.get("exitedAt").getAsString()))
        : null;
  }
}
