package io.felucca.monitor.health;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.TypedValue;
import io.felucca.api.event.Event;
import io.felucca.api.event.Events;
import io.felucca.api.task.ExecSpec;
import io.felucca.api.task.TaskIo;
import io.felucca.monitor.Name;
import io.felucca.monitor.TestDaemon;
import io.felucca.monitor.TestTask;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class HealthPluginTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final TestDaemon daemon = new TestDaemon();
  private final List<HealthPlugin> plugins = new ArrayList<>();
  private Path well;
  private String test;

  /** The check asks for a file, and says so. */
  @Before
  public void makeFile() throws IOException {
    well = folder.newFile("well").toPath();
    test = "echo looking; test -e " + well;
  }

  @After
  public void close() {
    plugins.forEach(HealthPlugin::close);
    daemon.close();
  }

  private HealthPlugin start() {
    HealthPlugin plugin = new HealthPlugin(config("always"), daemon);
    plugins.add(plugin);
    plugin.start();
    return plugin;
  }

  private Name checked(String id, String check, String... more) {
    Map<String, String> labels = new java.util.LinkedHashMap<>();
    labels.put(Labels.TEST, check);
    labels.put(Labels.INTERVAL, "100ms");
    for (int i = 0; i < more.length; i += 2) {
      labels.put(more[i], more[i + 1]);
    }
    List<String> flat = new ArrayList<>();
    labels.forEach((label, value) -> flat.addAll(List.of(label, value)));
    return daemon.running(id, flat.toArray(String[]::new));
  }

  private void awaitStatus(Name name, String status) throws InterruptedException {
    daemon.await("it is " + status, () -> daemon.label(name, Labels.STATUS).equals(status));
  }

  private List<Map<String, String>> told(Name name) {
    List<Map<String, String>> told = new ArrayList<>();
    for (Event event : daemon.events) {
      if (event.topic().equals(Records.TOPIC)) {
        Events.ContainerUpdate change = (Events.ContainerUpdate) event.payload();
        if (change.id().equals(name.id())) {
          told.add(change.labels());
        }
      }
    }
    return told;
  }

  private boolean isBeingChecked(Name name) {
    TestTask task = daemon.tasks.get(name);
    return task != null && task.has(CheckExec.ID);
  }

  @Test
  public void changesAreWrittenDownAndTold() throws Exception {
    start();
    Name name = checked("c", test);
    awaitStatus(name, "healthy");
    Files.delete(well);
    awaitStatus(name, "unhealthy");
    Files.createFile(well);
    awaitStatus(name, "healthy");
    daemon.await("all was told", () -> told(name).size() == 4);
    List<String> said = told(name).stream().map(labels -> labels.get(Labels.STATUS)).toList();
    assertEquals(List.of("starting", "healthy", "unhealthy", "healthy"), said);
    Map<String, String> bad = told(name).get(2);
    assertEquals("3", bad.get(Labels.FAILING_STREAK));
    assertEquals("1", bad.get(Labels.EXIT_CODE));
    assertEquals("looking\n", bad.get(Labels.OUTPUT));
    State state = State.of(daemon.record(name)).orElseThrow();
    assertEquals(new Health(Status.HEALTHY, 0), state.health());
    assertEquals(5, state.log().size());
  }

  @Test
  public void aTaskThatRanBeforeIsFound() throws Exception {
    Name name = checked("c", test);
    start();
    awaitStatus(name, "healthy");
  }

  @Test
  public void aCheckThatHangsIsKilled() throws Exception {
    start();
    Name name = checked("c", "echo oh; exec sleep 1000", Labels.TIMEOUT, "3s", Labels.RETRIES, "1");
    awaitStatus(name, "unhealthy");
    daemon.await("it was told", () -> told(name).size() == 2);
    String output = told(name).get(1).get(Labels.OUTPUT);
    assertEquals("Health check exceeded timeout (3s): oh\n", output);
    assertEquals("-1", told(name).get(1).get(Labels.EXIT_CODE));
  }

  @Test
  public void muchOutputIsReadAndForgotten() throws Exception {
    start();
    Name name = checked("c", "head -c 1000000 /dev/zero | tr '\\0' x; exit 1", Labels.RETRIES, "1");
    awaitStatus(name, "unhealthy");
    String output = State.of(daemon.record(name)).orElseThrow().log().get(0).output();
    assertEquals("x".repeat(4096) + "...", output);
  }

  @Test
  public void whatCannotBeRunHasFailed() throws Exception {
    start();
    Name name = checked("c", "[\"CMD\",\"/no/such/program\"]", Labels.RETRIES, "1");
    awaitStatus(name, "unhealthy");
    assertEquals(-1, State.of(daemon.record(name)).orElseThrow().log().get(0).exitCode());
  }

  @Test
  public void whatACrashHasLeftIsRemoved() throws Exception {
    Name name = daemon.running("c");
    TestTask task = daemon.tasks.get(name);
    byte[] process = "{\"args\":[\"sleep\",\"1000\"]}".getBytes(StandardCharsets.UTF_8);
    TaskIo io = new TaskIo("", "/dev/null", "", false);
    task.exec(
        name.scope(Duration.ZERO), new ExecSpec(CheckExec.ID, io, new TypedValue("", process)));
    task.start(name.scope(Duration.ZERO), CheckExec.ID);
    start();
    daemon.label(name, Labels.INTERVAL, "100ms");
    daemon.label(name, Labels.TEST, test);
    awaitStatus(name, "healthy");
  }

  @Test
  public void failuresInTheStartPeriodDoNotCount() throws Exception {
    start();
    Files.delete(well);
    String count = "echo x >> " + folder.getRoot() + "/count; " + test;
    Name name = checked("c", count, Labels.START_PERIOD, "1h", Labels.START_INTERVAL, "100ms");
    Path counted = folder.getRoot().toPath().resolve("count");
    daemon.await("some checks", () -> Files.exists(counted) && counted.toFile().length() > 8);
    assertEquals("starting", daemon.label(name, Labels.STATUS));
    Files.createFile(well);
    awaitStatus(name, "healthy");
  }

  @Test
  public void theUnhealthyIsKilledWhereThatIsWanted() throws Exception {
    start();
    Name killed = checked("k", "false", Labels.ON_FAILURE, "kill", Labels.RETRIES, "1");
    Name left = checked("l", "false", Labels.ON_FAILURE, "restart", Labels.RETRIES, "1");
    Name restarted =
        checked(
            "r",
            "false",
            Labels.ON_FAILURE,
            "restart",
            Labels.RETRIES,
            "1",
            "containerd.io/restart.status",
            "running");
    daemon.await("two are killed", () -> status(killed) == 137 && status(restarted) == 137);
    awaitStatus(left, "unhealthy");
    assertEquals(0, status(left));
  }

  private int status(Name name) {
    return daemon.tasks.get(name).state(name.scope(Duration.ZERO), "").exitStatus();
  }

  @Test
  public void aNewTaskBeginsAnew() throws Exception {
    start();
    Name name = checked("c", "false", Labels.RETRIES, "1");
    awaitStatus(name, "unhealthy");
    daemon.label(name, Labels.TEST, "sleep 1");
    daemon.tasks.get(name).end("", 0);
    daemon.start(name);
    awaitStatus(name, "starting");
  }

  @Test
  public void changedLabelsAreFollowed() throws Exception {
    start();
    Name name = checked("c", "false", Labels.RETRIES, "1");
    awaitStatus(name, "unhealthy");
    daemon.label(name, Labels.TEST, "true");
    awaitStatus(name, "healthy");
    daemon.label(name, Labels.TEST, "NONE");
    daemon.await("no check any more", () -> !isBeingChecked(name));
  }

  @Test
  public void theNextInstanceGoesOnWhereTheFirstHasEnded() throws Exception {
    HealthPlugin first = start();
    Name name = checked("c", test);
    awaitStatus(name, "healthy");
    start();
    first.close();
    Files.delete(well);
    awaitStatus(name, "unhealthy");
    daemon.await("all was told", () -> told(name).size() == 3);
  }

  @Test
  public void closingLeavesNoCheckBehind() throws Exception {
    HealthPlugin plugin = start();
    Name name = checked("c", "exec sleep 1000");
    daemon.await("a check runs", () -> isBeingChecked(name));
    plugin.close();
    assertFalse(isBeingChecked(name));
  }

  @Test
  public void nerdctlSeesTheStateInItsOwnLabel() throws Exception {
    start();
    Name name =
        daemon.running(
            "c", Labels.NERDCTL_CHECK, "{\"Test\":[\"CMD\",\"true\"],\"Interval\":100000000}");
    awaitStatus(name, "healthy");
    assertEquals(
        "{\"Status\":\"healthy\",\"FailingStreak\":0,\"InStartPeriod\":false}",
        daemon.label(name, Labels.NERDCTL_STATE));
  }

  @Test
  public void whereNerdctlIsNotWantedItsLabelIsNotRead() {
    HealthPlugin plugin = new HealthPlugin(config("never"), daemon);
    assertEquals("false", plugin.exports().get("nerdctl_labels"));
    assertTrue(plugin.capabilities().contains("restart"));
    Fault fault = assertThrows(Fault.class, () -> new HealthPlugin(config("perhaps"), daemon));
    assertEquals("nerdctl_labels: \"perhaps\" is none of auto, always, never", fault.getMessage());
  }

  private HealthPlugin.Config config(String nerdctl) {
    return new HealthPlugin.Config() {
      @Override
      public String nerdctl_labels() {
        return nerdctl;
      }

      @Override
      public String plugin_state() {
        return folder.getRoot().toPath().resolve("state").toString();
      }

      @Override
      public Class<? extends Annotation> annotationType() {
        return HealthPlugin.Config.class;
      }
    };
  }
}
