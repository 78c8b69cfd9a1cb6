package io.felucca.runtime.sandbox;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.felucca.api.task.ProcessState;
import io.felucca.wire.cri.PodConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What more is told of a pod, as JSON with the keys that CRI's clients look for. */
final class PodInfo {
  private PodInfo() {}

  static String of(Pod pod, Optional<ProcessState> process) {
    JsonObject info = new JsonObject();
    info.addProperty("pid", pod.note().pid());
    // a task that was deleted has no status of its own
    info.addProperty(
        "processStatus",
        process.map(state -> state.status().name().toLowerCase(Locale.ROOT)).orElse("deleted"));
    info.addProperty("runtimeType", pod.container().runtime());
    info.add("runtimeSpec", spec(pod));
    info.add("config", config(pod.config()));
    if (!pod.note().netns().isEmpty()) {
      info.addProperty("netNamespace", pod.note().netns());
      info.addProperty("netNamespaceClosed", !Files.exists(Path.of(pod.note().netns())));
    }
    return info.toString();
  }

  private static JsonElement spec(Pod pod) {
    return JsonParser.parseString(
        new String(pod.container().spec().bytes(), StandardCharsets.UTF_8));
  }

  private static JsonObject config(PodConfig config) {
    JsonObject json = new JsonObject();
    JsonObject metadata = new JsonObject();
    metadata.addProperty("name", config.getMetadata().getName());
    metadata.addProperty("uid", config.getMetadata().getUid());
    metadata.addProperty("namespace", config.getMetadata().getNamespace());
    json.add("metadata", metadata);
    json.addProperty("hostname", config.getHostname());
    json.add("labels", object(config.getLabelsMap()));
    json.add("annotations", object(config.getAnnotationsMap()));
    JsonObject linux = new JsonObject();
    linux.addProperty("cgroup_parent", config.getLinux().getCgroupParent());
    linux.add("sysctls", object(config.getLinux().getSysctlsMap()));
    json.add("linux", linux);
    return json;
  }

  private static JsonObject object(Map<String, String> values) {
    JsonObject object = new JsonObject();
    values.forEach(object::addProperty);
    return object;
  }
}
