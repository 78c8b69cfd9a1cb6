package io.felucca.runtime.oci.folder;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.felucca.api.Fault;
import io.felucca.api.TypedValue;
import io.felucca.api.task.TaskIo;
import java.util.Base64;

/**
 * What a task was created with, as far as a later instance needs it: {@code task.json}.
 *
 * @param runtime the name it was asked for with
 * @param options {@code containerd.runc.v1.Options}, complete: what the configuration says has been
 *     filled in, and a later change of it changes nothing here
 * @param io of the first process
 * @param checkpoint what to restore from when it is started; empty for none
 * @param cgroup the specification's path of the control group; empty where it has none
 * @param cgroupIsOurs whether that was made for this task, so that all in it goes with the task
 * @param sharesPids whether its processes do not end with the first one by themselves
 */
public record TaskRecord(
    String runtime,
    byte[] options,
    TaskIo io,
    String checkpoint,
    String cgroup,
    boolean cgroupIsOurs,
    boolean sharesPids) {
  private static final String OPTIONS = "containerd.runc.v1.Options";

  /** The options as a value. */
  public TypedValue settings() {
    return new TypedValue(OPTIONS, options);
  }

  static TaskRecord parse(String json) {
    try {
      JsonObject object = JsonParser.parseString(json).getAsJsonObject();
      return new TaskRecord(
          object.get("runtime").getAsString(),
          Base64.getDecoder().decode(object.get("options").getAsString()),
          io(object.getAsJsonObject("io")),
          object.get("checkpoint").getAsString(),
          object.get("cgroup").getAsString(),
          object.get("cgroupIsOurs").getAsBoolean(),
          object.get("sharesPids").getAsBoolean());
    } catch (RuntimeException e) {
      throw Fault.invalid("task's record cannot be read: %s", json.strip());
    }
  }

  String toJson() {
    JsonObject object = new JsonObject();
    object.addProperty("runtime", runtime);
    object.addProperty("options", Base64.getEncoder().encodeToString(options));
    object.add("io", json(io));
    object.addProperty("checkpoint", checkpoint);
    object.addProperty("cgroup", cgroup);
    object.addProperty("cgroupIsOurs", cgroupIsOurs);
    object.addProperty("sharesPids", sharesPids);
    return object.toString();
  }

  static JsonObject json(TaskIo io) {
    JsonObject object = new JsonObject();
    object.addProperty("stdin", io.stdin());
    object.addProperty("stdout", io.stdout());
    object.addProperty("stderr", io.stderr());
    object.addProperty("terminal", io.terminal());
    return object;
  }

  static TaskIo io(JsonObject object) {
    return new TaskIo(
        object.get("stdin").getAsString(),
        object.get("stdout").getAsString(),
        object.get("stderr").getAsString(),
        object.get("terminal").getAsBoolean());
  }
}
