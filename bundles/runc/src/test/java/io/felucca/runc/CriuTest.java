package io.felucca.runc;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import io.felucca.api.Fault;
import io.felucca.api.task.TaskStatus;
import io.felucca.linux.Spawn;
import io.felucca.wire.options.CheckpointOptions;
import io.felucca.wire.options.Options;
import io.felucca.wire.runtime.RuncOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/**
 * Checkpoints with a real criu: the one that {@code felucca.test.criu} names, else the one in
 * {@code PATH}.
 */
public class CriuTest {
  private static final String COUNT =
      "i=0; while :; do i=$((i+1)); echo $i > /count; /bin/busybox usleep 20000; done";

  private static final String LOCK =
      "exec 9>/lock; /bin/busybox flock -x 9; echo 1 > /count; while :; do"
          + " /bin/busybox sleep 1000; done";

  @Rule public final Containers containers = new Containers("runc");

  private OciRuntime runtime;

  @Before
  public void find() throws IOException {
    String criu = System.getProperty("felucca.test.criu", "");
    Options.Builder options =
        Options.newBuilder()
            .setRoot(containers.settings().root().toString())
            .setBinaryName("runc")
            .setCriuPath(criu);
    RuncSettings settings =
        RuncSettings.read(
            new io.felucca.api.TypedValue(RuncOptions.TYPE, options.build().toByteArray()));
    runtime = new OciRuntime(settings, containers.log()).within(Duration.ofMinutes(1));
    Optional<String> obstacle = obstacle(criu.isEmpty() ? "criu" : criu);
    assumeTrue("criu check: " + obstacle.orElse(""), obstacle.isEmpty());
  }

  private static Optional<String> obstacle(String criu) {
    try {
      Spawn.Result check = Spawn.command(criu, "check").run(Duration.ofSeconds(30));
      return check.exitCode() == 0
          ? Optional.empty()
          : Optional.of((check.output() + check.errors()).strip());
    } catch (IOException e) {
      return Optional.of(e.getMessage());
    }
  }

  private Path image() {
    return containers.path("image");
  }

  private Path work() {
    return containers.path("work");
  }

  private void checkpoint(String id, CheckpointOptions.Builder options) {
    runtime.checkpoint(id, options.build(), image(), work());
  }

  private void restore(String id) throws IOException {
    List<String> words = new ArrayList<>(runtime.command(containers.log()));
    words.addAll(List.of("restore", "--detach"));
    words.addAll(runtime.restoreOptions(image(), work()));
    words.addAll(List.of("--bundle", containers.path("bundle").toString(), id));
    Spawn.Result result = containers.detached(words, runtime.restoreEnvironment(image(), work()));
    assertEquals(result.errors(), 0, result.exitCode());
  }

  private int count() {
    try {
      String text = Files.readString(containers.path("bundle/rootfs/count")).strip();
      return text.isEmpty() ? 0 : Integer.parseInt(text);
    } catch (IOException e) {
      return 0;
    }
  }

  private TaskStatus status(String id) {
    return runtime.state(id).map(RuncState::status).orElse(TaskStatus.UNKNOWN);
  }

  @Test
  public void containerGoesOnWhereItWas() throws Exception {
    String id = containers.run(COUNT);
    Containers.await("has counted", () -> count() > 5);
    checkpoint(id, CheckpointOptions.newBuilder().setExit(true));
    int before = count();
    Containers.await("ended", () -> status(id) != TaskStatus.RUNNING);
    runtime.delete(id, true);
    restore(id);
    Containers.await("counts on", () -> count() > before + 5);
    assertEquals(TaskStatus.RUNNING, status(id));
  }

  @Test
  public void containerIsCheckpointedWhileItLives() throws Exception {
    String id = containers.run(COUNT);
    Containers.await("has counted", () -> count() > 5);
    checkpoint(id, CheckpointOptions.newBuilder());
    int before = count();
    Containers.await("counts on", () -> count() > before + 5);
    assertEquals(TaskStatus.RUNNING, status(id));
    assertTrue(Files.exists(image().resolve("inventory.img")));
  }

  @Test
  public void failureNamesTheLogOfCriuAndWhatItSays() throws Exception {
    String id = containers.run(COUNT);
    Containers.await("has counted", () -> count() > 1);
    Files.createDirectories(image());
    Files.createDirectory(image().resolve("files.img")); // where criu wants to write
    Fault fault =
        assertThrows(
            Fault.class, () -> checkpoint(id, CheckpointOptions.newBuilder().setExit(true)));
    assertEquals(Fault.Kind.UNKNOWN, fault.kind());
    Path kept = containers.log().resolveSibling("criu-dump.log");
    String told = fault.getMessage();
    assertTrue(
        told,
        told.startsWith("runc did not terminate successfully: exit status 1: criu failed: type "));
    assertTrue(told, told.contains(" path= " + kept + ": "));
    assertTrue(told, told.contains("Error (criu/"));
    assertTrue(Files.exists(kept));
    assertEquals(TaskStatus.RUNNING, status(id));
  }

  @Test
  public void standardOutputMayBeOutsideAndAnotherAfterTheRestore() throws Exception {
    containers.output = containers.path("first");
    String id = containers.run(COUNT + " ; echo never");
    Containers.await("has counted", () -> count() > 5);
    checkpoint(id, CheckpointOptions.newBuilder().setExit(true));
    int before = count();
    runtime.delete(id, true);
    containers.output = containers.path("second");
    restore(id);
    Containers.await("counts on", () -> count() > before + 5);
    Path fd = Path.of("/proc", String.valueOf(runtime.ps(id).get(0)), "fd/1");
    assertEquals(containers.output, Files.readSymbolicLink(fd));
  }

  @Test
  public void whatTheCheckpointAllowedIsAllowedAtTheRestore() throws Exception {
    String id = containers.run(LOCK);
    Containers.await("has locked", () -> count() == 1);
    checkpoint(id, CheckpointOptions.newBuilder().setExit(true).setFileLocks(true));
    runtime.delete(id, true);
    assertTrue(runtime.restoreOptions(image(), work()).contains("--file-locks"));
    restore(id);
    assertEquals(2, runtime.ps(id).size());
  }
}
