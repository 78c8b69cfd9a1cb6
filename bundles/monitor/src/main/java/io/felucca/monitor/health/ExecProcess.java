package io.felucca.monitor.health;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.felucca.api.Fault;
import io.felucca.api.TypedValue;
import io.felucca.api.container.Container;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The process of a check (OCI runtime specification, "process"): the container's own, as to user,
 * environment, folder and capabilities, with another command and without terminal.
 */
final class ExecProcess {
  private static final String TYPE = "types.containerd.io/opencontainers/runtime-spec/1/Process";

  private ExecProcess() {}

  static TypedValue of(Container container, List<String> command) {
    JsonObject process = process(container);
    JsonArray args = new JsonArray();
    command.forEach(args::add);
    process.add("args", args);
    process.addProperty("terminal", false);
    process.remove("consoleSize");
    process.remove("commandLine");
    return new TypedValue(TYPE, process.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static JsonObject process(Container container) {
    String json = StandardCharsets.UTF_8.decode(container.spec().buffer()).toString();
    try {
      return JsonParser.parseString(json).getAsJsonObject().getAsJsonObject("process");
    } catch (RuntimeException e) {
      throw new Fault(
          Fault.Kind.INVALID_ARGUMENT, "no process in the container's specification", e);
    }
  }
}
