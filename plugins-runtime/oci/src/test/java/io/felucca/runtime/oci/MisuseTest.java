package io.felucca.runtime.oci;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.TypedValue;
import io.felucca.api.task.ExecSpec;
import io.felucca.api.task.Task;
import io.felucca.api.task.TaskStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;

/** Calls that are not meant for the task as it is: codes are those that clients know. */
public class MisuseTest {
  private static final String SPECS = "opencontainers/runtime-spec/1/";
  private static final String LIMITS = "{\"memory\":{\"limit\":67108864}}";

  @Rule public final RealTasks real = new RealTasks();

  private void update(Task task, String type) {
    byte[] json = LIMITS.getBytes(StandardCharsets.UTF_8);
    task.update(real.scope, new TypedValue(type, json), Map.of());
  }

  private static Fault refused(Fault.Kind kind, Runnable call, String... words) {
    Fault fault = assertThrows(Fault.class, call::run);
    assertEquals(fault.getMessage(), kind, fault.kind());
    for (String word : words) {
      assertTrue(fault.getMessage(), fault.getMessage().contains(word));
    }
    return fault;
  }

  @Test
  public void resourcesOfAnotherTypeAreRefused() {
    Task task = real.sleeper("t");
    for (String type : List.of(SPECS + "WindowsResources", "acme.LinuxResources", "acme/X")) {
      refused(
          Fault.Kind.INVALID_ARGUMENT, () -> update(task, type), type, SPECS + "LinuxResources");
    }
    update(task, SPECS + "LinuxResources");
    update(task, "types.containerd.io/" + SPECS + "LinuxResources");
    update(task, ""); // as runc's shim takes it
  }

  @Test
  public void optionsOfACheckpointOfAnotherTypeAreRefused() {
    Task task = real.sleeper("t");
    TypedValue other = new TypedValue("acme.Options", new byte[0]);
    refused(
        Fault.Kind.INVALID_ARGUMENT,
        () -> task.checkpoint(real.scope, real.path("image").toString(), other),
        "acme.Options",
        "containerd.runc.v1.CheckpointOptions");
    assertEquals(TaskStatus.RUNNING, task.state(real.scope, "").status());
  }

  @Test
  public void execWithoutAProcessIsRefused() {
    Task task = real.sleeper("t");
    ExecSpec none = new ExecSpec("e", RealTasks.NO_IO, null);
    refused(Fault.Kind.INVALID_ARGUMENT, () -> task.exec(real.scope, none), "process");
    refused(Fault.Kind.NOT_FOUND, () -> task.state(real.scope, "e"));
  }

  @Test
  public void endedTaskTakesASizeAndASignalForAll() {
    Task task = real.running("t", "exit 3");
    real.exit(task, "");
    task.resize(real.scope, "", 80, 25);
    task.kill(real.scope, "", 9, true);
    refused(Fault.Kind.NOT_FOUND, () -> task.kill(real.scope, "", 9, false), "already finished");
  }
}
