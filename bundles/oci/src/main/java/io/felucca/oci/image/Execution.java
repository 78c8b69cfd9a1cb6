package io.felucca.oci.image;

import com.google.gson.JsonObject;
import io.felucca.oci.json.Json;
import io.felucca.oci.json.Texts;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How an image's containers are run, where nothing else is said.
 *
 * @param user name or number, with a group behind a colon or without; may be empty
 * @param env {@code NAME=value}
 * @param workingDir may be empty
 * @param stopSignal a name or number; may be empty
 * @param volumes paths whose data is not part of the image
 * @param exposedPorts such as {@code 80/tcp}
 */
public record Execution(
    String user,
    List<String> env,
    List<String> entrypoint,
    List<String> cmd,
    String workingDir,
    String stopSignal,
    Map<String, String> labels,
    Set<String> volumes,
    Set<String> exposedPorts) {
  public Execution {
    env = List.copyOf(env);
    entrypoint = List.copyOf(entrypoint);
    cmd = List.copyOf(cmd);
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    volumes = Collections.unmodifiableSet(new TreeSet<>(volumes));
    exposedPorts = Collections.unmodifiableSet(new TreeSet<>(exposedPorts));
  }

  static Execution of(JsonObject json) {
    return new Execution(
        Json.text(json, "User"),
        Json.texts(json, "Env"),
        Json.texts(json, "Entrypoint"),
        Json.texts(json, "Cmd"),
        Json.text(json, "WorkingDir"),
        Json.text(json, "StopSignal"),
        Texts.of(json, "Labels"),
        keys(json, "Volumes"),
        keys(json, "ExposedPorts"));
  }

  private static Set<String> keys(JsonObject json, String name) {
    return Json.child(json, name).map(JsonObject::keySet).orElse(Set.of());
  }

  JsonObject toJson() {
    JsonObject json = new JsonObject();
    Json.set(json, "User", user);
    putKeys(json, "ExposedPorts", exposedPorts);
    Json.set(json, "Env", env);
    Json.set(json, "Entrypoint", entrypoint);
    Json.set(json, "Cmd", cmd);
    putKeys(json, "Volumes", volumes);
    Json.set(json, "WorkingDir", workingDir);
    Texts.put(json, "Labels", labels);
    Json.set(json, "StopSignal", stopSignal);
    return json;
  }

  private static void putKeys(JsonObject json, String name, Set<String> keys) {
    keys.forEach(key -> Json.object(json, name).add(key, new JsonObject()));
  }
}
