package io.felucca.runc;

import com.google.gson.JsonObject;
import io.felucca.api.task.TaskStatus;
import java.nio.file.Path;

/**
 * What an OCI runtime knows of a container: the document of its command {@code state}.
 *
 * @param id the container's
 * @param pid of its first process; 0 once that has ended
 * @param status where it stands; UNKNOWN for words of a runtime's own
 * @param bundle its folder
 */
public record RuncState(String id, int pid, TaskStatus status, Path bundle) {
  static RuncState of(JsonObject json) {
    return new RuncState(
        json.get("id").getAsString(),
        json.has("pid") ? json.get("pid").getAsInt() : 0,
        status(json.get("status").getAsString()),
        Path.of(json.get("bundle").getAsString()));
  }

  private static TaskStatus status(String word) {
    return switch (word) {
      case "created", "creating" -> TaskStatus.CREATED;
      case "running" -> TaskStatus.RUNNING;
      case "paused" -> TaskStatus.PAUSED;
      case "stopped" -> TaskStatus.STOPPED;
      default -> TaskStatus.UNKNOWN;
    };
  }
}
