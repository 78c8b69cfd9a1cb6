package io.felucca.monitor.restart;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.Mount;
import io.felucca.api.plugin.PluginState;
import io.felucca.api.task.ProcessState;
import io.felucca.api.task.TaskStatus;
import io.felucca.monitor.Name;
import io.felucca.monitor.TestDaemon;
import io.felucca.monitor.TestTask;
import java.lang.annotation.Annotation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class RestartPluginTest {
  private static final String NEVER = "1h";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final TestDaemon daemon = new TestDaemon();
  private final List<RestartPlugin> plugins = new ArrayList<>();

  @After
  public void close() {
    plugins.forEach(RestartPlugin::close);
    daemon.close();
  }

  private RestartPlugin start(String interval) {
    RestartPlugin plugin = new RestartPlugin(config(interval), daemon);
    plugins.add(plugin);
    plugin.start();
    return plugin;
  }

  /** Waits until the monitor has had its first look: at a container that is there for that. */
  private void awaitMonitor() throws Exception {
    Name first = daemon.container("ns", "first", Terms.STATUS, "running");
    daemon.await("the first look", () -> daemon.tasks.containsKey(first));
  }

  private String count(Name name) {
    return daemon.label(name, Terms.COUNT);
  }

  private boolean runs(Name name) {
    try {
      TestTask task = daemon.tasks.get(name);
      return task != null
          && task.state(name.scope(Duration.ZERO), "").status() == TaskStatus.RUNNING;
    } catch (Fault deletedMeanwhile) {
      return false;
    }
  }

  @Test
  public void whatShallRunIsStartedAtTheBeginningInEachNamespace() throws Exception {
    Name one = daemon.container("one", "c", Terms.STATUS, "running");
    Name two = daemon.container("two", "c", Terms.STATUS, "running", Terms.LOG_URI, "file:///x");
    Name no = daemon.container("two", "d", Terms.STATUS, "running", Terms.POLICY, "no");
    start(NEVER);
    daemon.await("both run", () -> runs(one) && runs(two));
    assertEquals("1", count(one));
    assertEquals(List.of(Mount.of("bind", "key-c", List.of())), daemon.created.get(0).rootfs());
    assertTrue(daemon.created.stream().anyMatch(it -> it.io().stdout().equals("file:///x")));
    assertFalse(daemon.tasks.containsKey(no));
  }

  @Test
  public void aTaskThatEndsIsStartedAgainBeforeTheInterval() throws Exception {
    start(NEVER);
    awaitMonitor();
    Name name = daemon.running("c", Terms.STATUS, "running");
    TestTask old = daemon.tasks.get(name);
    old.end("", 0);
    daemon.await("it runs again", () -> daemon.tasks.get(name) != old && runs(name));
    assertEquals("1", count(name));
    daemon.tasks.get(name).end("", 1);
    daemon.await("and again", () -> count(name).equals("2") && runs(name));
  }

  @Test
  public void whatFailsTooOftenIsLeft() throws Exception {
    start("50ms");
    Name name = daemon.running("c", Terms.STATUS, "running", Terms.POLICY, "on-failure:2");
    for (String count : new String[] {"1", "2"}) {
      daemon.tasks.get(name).end("", 3);
      daemon.await("restart " + count, () -> count(name).equals(count) && runs(name));
    }
    TestTask last = daemon.tasks.get(name);
    last.end("", 3);
    awaitMonitor();
    assertSame(last, daemon.tasks.get(name));
    assertEquals("2", count(name));
  }

  @Test
  public void whatCannotBeStartedIsTriedAgainUntilTheLimit() throws Exception {
    start("50ms");
    Name name = daemon.running("c", Terms.STATUS, "running", Terms.POLICY, "on-failure:3");
    AtomicInteger attempts = new AtomicInteger();
    daemon.beforeCreate =
        which -> {
          if (which.equals(name)) {
            attempts.incrementAndGet();
            throw Fault.unavailable("no runtime for %s", which.id());
          }
        };
    daemon.tasks.get(name).end("", 1);
    daemon.await("all attempts", () -> attempts.get() == 3);
    awaitMonitor();
    assertFalse(daemon.tasks.containsKey(name));
    assertEquals("3", count(name));
  }

  @Test
  public void whatShallStopIsKilledAndDeleted() throws Exception {
    Name name = daemon.running("c", Terms.STATUS, "stopped");
    start(NEVER);
    daemon.await("it is gone", () -> !daemon.tasks.containsKey(name));
    assertEquals("", count(name));
  }

  @Test
  public void aDeletedTaskWaitsForTheInterval() throws Exception {
    start(NEVER);
    awaitMonitor();
    Name name = daemon.running("c", Terms.STATUS, "running");
    TestTask task = daemon.tasks.get(name);
    task.end("", 0);
    task.delete(name.scope(Duration.ZERO), "");
    Name other = daemon.running("d", Terms.STATUS, "running");
    daemon.tasks.get(other).end("", 0);
    daemon.await("another is restarted", () -> count(other).equals("1"));
    assertFalse(daemon.tasks.containsKey(name));
  }

  @Test
  public void whatSomebodyHasStoppedStaysSoUnlessItIsAlwaysToRun() throws Exception {
    String[] stopped = {Terms.STATUS, "running", Terms.EXPLICITLY_STOPPED, "true"};
    Name unless = daemon.running("u", stopped);
    daemon.label(unless, Terms.POLICY, "unless-stopped");
    Name always = daemon.running("a", stopped);
    start("100ms");
    daemon.tasks.get(unless).end("", 0);
    daemon.tasks.get(always).end("", 0);
    daemon.await("the one runs again", () -> count(always).equals("1"));
    assertEquals("", count(unless));
  }

  @Test
  public void aNewContainerIsLeftToItsClientForAMoment() throws Exception {
    Name young = daemon.container("ns", "y", Instant.now(), Terms.STATUS, "running");
    start("50ms");
    awaitMonitor();
    assertFalse(daemon.tasks.containsKey(young));
    daemon.await("then it is started", () -> runs(young));
  }

  @Test
  public void aBrokenContainerHoldsNobodyUp() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    daemon.beforeCreate = name -> block(name, release);
    List<Name> good = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      daemon.container("ns", "bad" + i, Terms.STATUS, "running");
      good.add(daemon.container("ns", "good" + i, Terms.STATUS, "running"));
    }
    start(NEVER);
    daemon.await("the good ones run", () -> good.stream().allMatch(this::runs));
    release.countDown();
  }

  private static void block(Name name, CountDownLatch release) {
    try {
      if (name.id().startsWith("bad")) {
        release.await();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  public void ofTwoInstancesOneActs() throws Exception {
    RestartPlugin first = start(NEVER);
    awaitMonitor();
    start(NEVER);
    Name name = daemon.running("c", Terms.STATUS, "running");
    daemon.tasks.get(name).end("", 0);
    daemon.await("it runs again", () -> runs(name));
    assertEquals("1", count(name));
    Name later = daemon.container("ns", "later", Terms.STATUS, "running");
    assertFalse(daemon.tasks.containsKey(later));
    first.close();
    daemon.await("the second has taken over", () -> runs(later));
  }

  @Test
  public void aContainerDeletedMeanwhileLeavesNoTask() throws Exception {
    start(NEVER);
    awaitMonitor();
    Name name = daemon.running("c", Terms.STATUS, "running");
    daemon.beforeCreate = daemon::delete;
    TestTask old = daemon.tasks.get(name);
    old.end("", 0);
    daemon.await("a new task was made", () -> daemon.created.size() == 2);
    daemon.await("and removed", () -> !daemon.tasks.containsKey(name));
  }

  @Test
  public void whatWasKilledIsStartedAgainToo() throws Exception {
    start("1s");
    awaitMonitor();
    Name name = daemon.running("c", Terms.STATUS, "running");
    daemon.tasks.get(name).end("", 137);
    daemon.await("it runs again", () -> count(name).equals("1") && runs(name));
  }

  @Test
  public void whileARuntimeIsAwayNoTaskIsMissed() throws Exception {
    daemon.runtime = PluginState.ERROR;
    Name lost = daemon.container("ns", "lost", Terms.STATUS, "running");
    Name seen = daemon.running("seen", Terms.STATUS, "running");
    daemon.tasks.get(seen).end("", 1);
    start("100ms");
    daemon.await("what is there is restarted", () -> count(seen).equals("1"));
    assertEquals("", count(lost));
    daemon.runtime = PluginState.OK;
    daemon.await("then the other is started", () -> runs(lost));
  }

  @Test
  public void labelsThatCannotBeReadChangeNothing() throws Exception {
    Name bad = daemon.running("c", Terms.STATUS, "running", Terms.POLICY, "sometimes");
    daemon.tasks.get(bad).end("", 1);
    start("50ms");
    awaitMonitor();
    ProcessState state = daemon.tasks.get(bad).state(bad.scope(Duration.ZERO), "");
    assertEquals(TaskStatus.STOPPED, state.status());
    assertEquals("", count(bad));
  }

  @Test
  public void policiesAreItsCapabilities() {
    RestartPlugin plugin = new RestartPlugin(config("0"), daemon);
    assertEquals(List.of("no", "always", "on-failure", "unless-stopped"), plugin.capabilities());
  }

  @Test
  public void whatIsNoIntervalIsRefused() {
    Fault fault = assertThrows(Fault.class, () -> new RestartPlugin(config("sometimes"), daemon));
    assertEquals("interval: \"sometimes\" is no duration such as 10s", fault.getMessage());
  }

  private RestartPlugin.Config config(String interval) {
    return new RestartPlugin.Config() {
      @Override
      public String interval() {
        return interval;
      }

      @Override
      public String plugin_state() {
        return folder.getRoot().toString();
      }

      @Override
      public Class<? extends Annotation> annotationType() {
        return RestartPlugin.Config.class;
      }
    };
  }
}
