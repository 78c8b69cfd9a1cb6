package io.felucca.runc;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.task.TaskStatus;
import io.felucca.linux.Signals;
import io.felucca.linux.Spawn;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;

/** What every OCI runtime does. */
public abstract class RealRuntime {
  private static final String FOREVER = "while :; do /bin/busybox sleep 1000; done";

  @Rule public final Containers containers;

  RealRuntime(String program) {
    containers = new Containers(program);
  }

  private static Fault refused(Fault.Kind kind, Runnable call) {
    Fault fault = assertThrows(Fault.class, call::run);
    assertEquals(fault.getMessage(), kind, fault.kind());
    return fault;
  }

  private TaskStatus status(String id) throws Exception {
    return containers.runtime().state(id).orElseThrow().status();
  }

  private void awaitStopped(String id) throws Exception {
    OciRuntime runtime = containers.runtime();
    Containers.await(
        "stopped", () -> runtime.state(id).orElseThrow().status() == TaskStatus.STOPPED);
  }

  @Test
  public void containerGoesThroughItsLife() throws Exception {
    OciRuntime runtime = containers.runtime();
    String id = containers.create(FOREVER);
    RuncState created = runtime.state(id).orElseThrow();
    assertEquals(TaskStatus.CREATED, created.status());
    assertEquals(containers.path("bundle"), created.bundle());
    runtime.start(id);
    assertEquals(TaskStatus.RUNNING, status(id));
    assertTrue(runtime.ps(id).contains(created.pid()));
    runtime.pause(id);
    assertEquals(TaskStatus.PAUSED, status(id));
    runtime.resume(id);
    assertEquals(TaskStatus.RUNNING, status(id));
    runtime.kill(id, Signals.SIGKILL, false);
    awaitStopped(id);
    runtime.delete(id, false);
    assertTrue(runtime.state(id).isEmpty());
  }

  @Test
  public void killOfAnEndedProcessIsNotFound() throws Exception {
    OciRuntime runtime = containers.runtime();
    String id = containers.run("exit 3");
    awaitStopped(id);
    Fault fault = refused(Fault.Kind.NOT_FOUND, () -> runtime.kill(id, Signals.SIGKILL, false));
    assertEquals("process already finished", fault.getMessage());
  }

  @Test
  public void killOfAnUnknownContainerIsNotFound() throws Exception {
    OciRuntime runtime = containers.runtime();
    Fault fault =
        refused(Fault.Kind.NOT_FOUND, () -> runtime.kill("nobody", Signals.SIGKILL, false));
    assertEquals("no such container", fault.getMessage());
  }

  @Test
  public void allProcessesAreSignalled() throws Exception {
    OciRuntime runtime = containers.runtime();
    String id = containers.run("/bin/busybox sleep 1000 & /bin/busybox sleep 1000 & wait");
    Containers.await("three processes", () -> runtime.ps(id).size() == 3);
    runtime.kill(id, Signals.SIGKILL, true);
    awaitStopped(id);
  }

  @Test
  public void unknownContainerHasNoStateAndIsDeletedAlready() throws Exception {
    OciRuntime runtime = containers.runtime();
    assertTrue(runtime.state("nobody").isEmpty());
    runtime.delete("nobody", false);
    runtime.delete("nobody", true);
    refused(Fault.Kind.UNKNOWN, () -> runtime.start("nobody"));
  }

  @Test
  public void runningContainerIsDeletedByForceOnly() throws Exception {
    OciRuntime runtime = containers.runtime();
    String id = containers.run(FOREVER);
    Fault fault = refused(Fault.Kind.UNKNOWN, () -> runtime.delete(id, false));
    assertTrue(fault.getMessage(), fault.getMessage().startsWith("failed to delete task: "));
    assertEquals(TaskStatus.RUNNING, status(id));
    runtime.delete(id, true);
    assertTrue(runtime.state(id).isEmpty());
  }

  @Test
  public void limitsAreChanged() throws Exception {
    OciRuntime runtime = containers.runtime();
    String id = containers.run(FOREVER);
    runtime.update(id, "{\"memory\":{\"limit\":33554432}}".getBytes(StandardCharsets.UTF_8));
    Path limit = Path.of("/sys/fs/cgroup/memory/felucca-test-" + id, "memory.limit_in_bytes");
    if (Files.exists(limit)) {
      assertEquals("33554432", Files.readString(limit).strip());
    }
    byte[] cut = "{\"memory\":".getBytes(StandardCharsets.UTF_8);
    Fault fault = refused(Fault.Kind.UNKNOWN, () -> runtime.update(id, cut));
    String start = containers.settings().binary() + " did not terminate successfully: exit status";
    assertTrue(fault.getMessage(), fault.getMessage().startsWith(start));
  }

  @Test
  public void failedStartSaysWhy() throws Exception {
    OciRuntime runtime = containers.runtime();
    String id = containers.run("exit 0");
    awaitStopped(id);
    Fault fault = refused(Fault.Kind.UNKNOWN, () -> runtime.start(id));
    assertTrue(fault.getMessage(), fault.getMessage().startsWith("OCI runtime start failed: "));
  }

  @Test
  public void failedCreationIsToldFromTheLog() throws Exception {
    OciRuntime runtime = containers.runtime();
    String id = containers.create(FOREVER);
    Spawn.Result result = containers.tryCreate(id, FOREVER);
    assertFalse(result.exitCode() == 0);
    String told =
        runtime
            .failure(containers.log(), 1, result.errors(), "OCI runtime create failed")
            .getMessage();
    assertTrue(told, told.startsWith("OCI runtime create failed: "));
    assertTrue(told, told.contains("already exists"));
    String untold =
        runtime
            .failure(containers.path("nothing"), 1, result.errors(), "OCI runtime create failed")
            .getMessage();
    assertTrue(untold, untold.contains("already exists"));
  }

  @Test
  public void hungCommandIsKilledInTime() throws Exception {
    String hung = containers.script("hung", "#!/bin/sh\nexec sleep 1000\n");
    RuncSettings settings =
        RuncSettings.of(null, new RuncDefaults(hung, containers.path("root"), false));
    OciRuntime runtime = new OciRuntime(settings, containers.log()).within(Duration.ofMillis(100));
    Fault fault = refused(Fault.Kind.DEADLINE_EXCEEDED, () -> runtime.start("c"));
    assertEquals(hung + " start did not end within 100 ms and was killed", fault.getMessage());
  }

  @Test
  public void programInMemoryDoesTheSame() throws Exception {
    String id = containers.create(FOREVER);
    try (Binaries binaries = new Binaries()) {
      OciRuntime runtime = new OciRuntime(containers.settings(), containers.log(), binaries);
      runtime.start(id);
      runtime.kill(id, Signals.SIGKILL, true);
      awaitStopped(id);
      Fault fault = refused(Fault.Kind.UNKNOWN, () -> runtime.pause(id));
      assertTrue(fault.getMessage(), fault.getMessage().startsWith("OCI runtime pause failed: "));
    }
  }

  @Test
  public void versionIsTold() throws Exception {
    RuntimeVersion told = containers.runtime().describe();
    assertTrue(told.toString(), List.of("runc", "crun").contains(told.name()));
    assertTrue(told.toString(), told.version().matches("[0-9]+\\.[0-9]+.*"));
    assertFalse(told.toString(), told.spec().isEmpty());
    assertEquals(told.version(), containers.runtime().version());
  }
}
