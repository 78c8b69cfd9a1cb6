package io.felucca.oci.spec;

import com.google.gson.JsonObject;
import io.felucca.api.Fault;
import io.felucca.oci.json.Json;
import java.util.List;

/**
 * A program that the runtime runs at a point of a container's life.
 *
 * @param path absolute
 * @param args with the program's name first; may be empty
 * @param timeout in seconds; null for none
 */
public record Hook(String path, List<String> args, List<String> env, Integer timeout) {
  public Hook {
    if (!path.startsWith("/")) {
      throw Fault.invalid("a hook's path is absolute, not \"%s\"", path);
    }
    if (timeout != null && timeout <= 0) {
      throw Fault.invalid("a hook's timeout is greater than 0, not %d", timeout);
    }
    args = List.copyOf(args);
    env = List.copyOf(env);
  }

  /** As it stands in a list of {@code hooks}. */
  public JsonObject toJson() {
    JsonObject hook = new JsonObject();
    hook.addProperty("path", path);
    Json.set(hook, "args", args);
    Json.set(hook, "env", env);
    if (timeout != null) {
      hook.addProperty("timeout", timeout);
    }
    return hook;
  }
}
