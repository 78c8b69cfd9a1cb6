package io.felucca.itests.runtime;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.itests.fixture.BusyboxImage;
import io.felucca.itests.fixture.Command;
import io.felucca.itests.fixture.Daemon;
import io.felucca.itests.fixture.Processes;
import io.felucca.itests.fixture.Rpc;
import io.felucca.itests.fixture.Runtime;
import io.felucca.wire.plugins.ListRequest;
import io.felucca.wire.plugins.Plugin;
import io.felucca.wire.plugins.PluginsGrpc;
import io.felucca.wire.plugins.State;
import io.felucca.wire.plugins.SwapRequest;
import io.felucca.wire.tasks.WaitResponse;
import io.felucca.wire.types.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.AfterParam;
import org.junit.runners.Parameterized.BeforeParam;
import org.junit.runners.Parameterized.Parameters;

/**
 * Replaces a runtime and all that stands between it and clients, by every door, while tasks run: no
 * call fails, no wait, stream or terminal ends, no shim or reaper is lost, and nothing is told
 * twice.
 */
@RunWith(Parameterized.class)
public class RuntimeSwapIT {
  /**
   * @param keys a line of its configuration that holds a number; empty for none
   */
  private record Part(String type, String id, String bundle, String keys) {
    String uri() {
      return type + "." + id;
    }

    String section(int number) {
      return keys.isEmpty()
          ? ""
          : "[plugins.\"%s\"]\n  %s\n".formatted(uri(), keys.formatted(number));
    }
  }

  private static final Part SERVICE =
      new Part(
          "io.containerd.service.v1",
          "tasks-service",
          "io.felucca.tasks",
          "rdt_config_file = \"/etc/rdt%d\"");
  private static final Part EXCHANGE =
      new Part("io.containerd.event.v1", "exchange", "io.felucca.events", "");
  private static final List<Part> ADAPTERS =
      List.of(
          new Part("io.containerd.grpc.v1", "tasks", "io.felucca.services", ""),
          new Part("io.containerd.grpc.v1", "events", "io.felucca.services", ""));
  private static final Part SHIMS =
      new Part("io.containerd.shim.v1", "manager", Runtime.SHIM.bundle(), "env = [\"NUMBER=%d\"]");
  private static final List<String> LASTING = List.of("c0", "c1", "c2");

  private static Runtime runtime;
  private static Part itself;
  private static List<Part> parts;
  private static Daemon daemon;
  private static Rpc rpc;
  private static Processing tasks;
  private static PluginsGrpc.PluginsBlockingStub admin;

  @Parameters(name = "{0}")
  public static Runtime[] runtimes() {
    return Runtime.values();
  }

  public RuntimeSwapIT(Runtime runtime) {
    assertEquals(RuntimeSwapIT.runtime, runtime);
  }

  @BeforeParam
  public static void startDaemonWithTasks(Runtime runtime) throws Exception {
    choose(runtime);
    daemon = Daemon.configured(Files.createTempDirectory("felucca-rts"), config(0));
    daemon.start();
    daemon.ctr("images", "import", BusyboxImage.archive().toString()).ok();
    for (String id : LASTING) {
      runForLong(id);
    }
    rpc = new Rpc(daemon.address(), "default");
    tasks = new Processing(rpc);
    admin = PluginsGrpc.newBlockingStub(rpc.channel());
  }

  private static void choose(Runtime chosen) {
    runtime = chosen;
    itself = new Part(Runtime.TYPE, runtime.id(), runtime.bundle(), "platforms = [\"linux/%d\"]");
    parts = new ArrayList<>(List.of(itself, SERVICE, EXCHANGE));
    parts.addAll(ADAPTERS);
    if (isShim()) {
      parts.add(1, SHIMS);
    }
  }

  private static boolean isShim() {
    return runtime == Runtime.SHIM;
  }

  private static void runForLong(String id) throws Exception {
    run(id, "while :; do sleep 1; done");
  }

  private static void run(String id, String script) throws Exception {
    daemon.ctr("run", "-d", BusyboxImage.NAME, id, "sh", "-c", script).ok();
  }

  @AfterParam
  public static void endDaemon() throws Exception {
    if (rpc != null) {
      rpc.close();
    }
    daemon.close();
  }

  @Before
  public void runSomethingToWaitFor() throws Exception {
    runForLong("w1");
  }

  @After
  public void removeIt() throws Exception {
    daemon.ctr("tasks", "rm", "-f", "w1");
    daemon.ctr("containers", "rm", "w1").ok();
  }

  @Test
  public void everythingGoesOnWhileEachPartIsReplacedByEachDoor() throws Exception {
    Map<String, String> before = supervisors(LASTING);
    runForLong("w2");
    Numbers numbers = new Numbers(rpc);
    Numbers.Subscriber heard = numbers.subscribe(rpc);
    numbers.begin();
    Future<WaitResponse> killed = tasks.wait("w1", "");
    Future<WaitResponse> deleted = tasks.wait("w2", "");
    run("w3", "sleep 3; exit 17");
    Future<WaitResponse> ended = tasks.wait("w3", "");
    Crowd crowd = new Crowd();
    try (Pty terminal = terminal("t0");
        Pty forsaken = terminal("t1")) {
      terminal.converse(0);
      forsaken.converse(0);
      forsaken.hangUp();
      Pty attached = new Pty(List.of("ctr", "-a", daemon.address(), "task", "attach", "t1"));
      attached.converse(1);
      fill(crowd, numbers);
      int said = 1;
      for (Part part : parts) {
        for (int i = 0; i < 3; i++) {
          swap(part);
        }
        terminal.converse(++said);
        attached.converse(said);
      }
      for (int i = 1; i <= 2; i++) {
        byConfig(i);
        terminal.converse(++said);
        attached.converse(said);
      }
      for (String bundle : bundles()) {
        byJar(bundle, 1);
        terminal.converse(++said);
        byJar(bundle, 2);
        attached.converse(said);
        byRemoval(bundle);
        terminal.converse(++said);
      }
      swapWhile(() -> tasks.kill("w1", 9));
      swapWhile(
          () -> {
            tasks.kill("w2", 9);
            Processing.code(tasks.wait("w2", ""));
            assertEquals(137, tasks.delete("w2"));
          });
      terminal.type("exit 9");
      assertEquals(9, terminal.ended());
      attached.type("exit 8");
      assertEquals(8, attached.ended());
    } finally {
      crowd.close();
    }
    System.out.println("done while swapping: " + crowd.done());
    assertEquals(List.of(), crowd.failures());
    assertEquals(137, Processing.code(killed));
    assertEquals(137, Processing.code(deleted));
    assertEquals(17, Processing.code(ended));
    assertEquals(List.of(), numbers.complaints());
    assertOnceEach(heard, crowd);
    assertEquals(before, supervisors(LASTING));
    assertTrue("calls were made", crowd.done().values().stream().allMatch(count -> count > 3));
  }

  private Pty terminal(String id) throws IOException {
    return new Pty(
        List.of("ctr", "-a", daemon.address(), "run", "-t", BusyboxImage.NAME, id, "sh"));
  }

  private void fill(Crowd crowd, Numbers numbers) {
    crowd.add("count", number -> numbers.next());
    crowd.add("look", number -> tasks.look("c0"));
    crowd.add("pause", number -> tasks.pauseAndResume("c2"));
    crowd.add("exec", number -> tasks.exec("c1", "e" + number, number % 100 + 1));
    crowd.add("ctr exec", number -> ctrExec("x" + number, number % 100 + 1));
    crowd.add("ctr run", number -> ctrRun("r" + number, number % 100 + 1));
    crowd.add("ctr ls", number -> daemon.ctr("tasks", "ls").ok());
    crowd.add("ctr ps", number -> daemon.ctr("tasks", "ps", "c0").ok());
    crowd.add("ctr metrics", number -> daemon.ctr("tasks", "metrics", "c0").ok());
  }

  private void ctrExec(String exec, int code) throws Exception {
    Command done =
        daemon.ctr("tasks", "exec", "--exec-id", exec, "c0", "sh", "-c", "echo hi; exit " + code);
    Processing.expect("hi\n" + code, done.out() + done.err() + done.code());
  }

  private void ctrRun(String id, int code) throws Exception {
    Command done =
        daemon.ctr("run", "--rm", BusyboxImage.NAME, id, "sh", "-c", "echo hi; exit " + code);
    Processing.expect("hi\n" + code, done.out() + done.err() + done.code());
  }

  /** Of every run and every exec that was seen through the exit was told once, and rightly. */
  private static void assertOnceEach(Numbers.Subscriber heard, Crowd crowd) {
    Map<String, List<Integer>> wanted = new TreeMap<>();
    for (int i = 0; i < crowd.done().get("ctr run"); i++) {
      wanted.put("r" + i + "/r" + i, List.of(i % 100 + 1));
    }
    for (int i = 0; i < crowd.done().get("exec"); i++) {
      wanted.put("c1/e" + i, List.of(i % 100 + 1));
    }
    wanted.put("w1/w1", List.of(137));
    wanted.put("w2/w2", List.of(137));
    wanted.put("w3/w3", List.of(17));
    Map<String, List<Integer>> seen = new TreeMap<>(heard.exits());
    seen.keySet().retainAll(wanted.keySet());
    assertEquals(wanted, seen);
  }

  private interface Act {
    void run() throws Exception;
  }

  /** Does something while parts are being replaced one after the other. */
  private void swapWhile(Act act) throws Exception {
    try (Crowd swaps = new Crowd()) {
      swaps.add("swap", number -> swap(parts.get(number % parts.size())));
      act.run();
    }
  }

  // ---- doors

  private void swap(Part part) {
    admin.swap(SwapRequest.newBuilder().setType(part.type()).setId(part.id()).build());
  }

  private static String config(int number) {
    StringBuilder config = new StringBuilder(runtime.configuration());
    parts.forEach(part -> config.append(part.section(number)));
    return config.toString();
  }

  private void byConfig(int number) throws Exception {
    List<Part> changed = parts.stream().filter(part -> !part.keys().isEmpty()).toList();
    List<Plugin> before = changed.stream().map(this::plugin).toList();
    daemon.configure(config(number));
    for (int i = 0; i < changed.size(); i++) {
      Part part = changed.get(i);
      Plugin old = before.get(i);
      daemon.await(part.uri() + " is replaced", () -> isAnother(plugin(part), old));
    }
  }

  private static List<String> bundles() {
    return parts.stream().map(Part::bundle).distinct().toList();
  }

  private void byJar(String bundle, int number) throws Exception {
    Release release = new Release(bundle, number);
    release.drop(Daemon.home(), folder());
    awaitOrigin(bundle, release.version());
  }

  private void byRemoval(String bundle) throws Exception {
    new Release(bundle, 0).remove(folder());
    awaitOrigin(bundle, " 0.1.0");
  }

  private void awaitOrigin(String bundle, String version) throws Exception {
    for (Part part : parts) {
      if (part.bundle().equals(bundle)) {
        daemon.await(
            part.uri() + " comes from" + version, () -> plugin(part).getOrigin().contains(version));
      }
    }
  }

  private Path folder() {
    return daemon.root().resolve("felucca-plugins");
  }

  private static boolean isAnother(Plugin now, Plugin old) {
    return now.getState() == State.STATE_OK && !now.getSince().equals(old.getSince());
  }

  private Plugin plugin(Part part) {
    String filter = "type==" + part.type() + ",id==" + part.id();
    return admin.list(ListRequest.newBuilder().addFilters(filter).build()).getPlugins(0);
  }

  // ---- what is there

  /** The shim of each container, or its reaper. */
  private Map<String, String> supervisors(List<String> containers) throws IOException {
    Map<String, String> found = new TreeMap<>();
    for (Processes.One process : Processes.supervisors(daemon.folder() + "/")) {
      for (String id : containers) {
        if (process.supervisesInit(id)) {
          String one = process.program() + " " + process.pid();
          found.merge(id, one, (first, other) -> first + " and " + other);
        }
      }
    }
    assertEquals(containers.size(), found.size());
    String program = isShim() ? "containerd-shim-runc-v2" : "felucca-reaper-";
    assertTrue(found.toString(), found.values().stream().allMatch(one -> one.startsWith(program)));
    return found;
  }

  /** The fewest of some looks: calls under way take some for a moment. */
  private long fewest(String kind) throws Exception {
    long fewest = Long.MAX_VALUE;
    for (int i = 0; i < 20; i++) {
      try (Stream<Path> all = Files.list(Path.of("/proc/" + daemon.pid() + "/" + kind))) {
        fewest = Math.min(fewest, all.count());
      }
      Thread.sleep(20);
    }
    return fewest;
  }

  private boolean isAtMost(String kind, long before) {
    try {
      return fewest(kind) <= before;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  public void fiftyReplacementsLeaveNothingBehind() throws Exception {
    Future<WaitResponse> wait = tasks.wait("w1", "");
    parts.forEach(this::swap);
    Thread.sleep(500);
    long descriptors = fewest("fd");
    long threads = fewest("task");
    for (int i = 0; i < 50; i++) {
      swap(itself);
      swap(parts.get(parts.size() - 4 + i % 4));
    }
    daemon.await("descriptors are flat", () -> isAtMost("fd", descriptors));
    daemon.await("threads are flat", () -> isAtMost("task", threads));
    if (isShim()) {
      assertLogIsRead("c0");
    }
    assertEquals(Status.RUNNING, tasks.state("w1"));
    tasks.kill("w1", 9);
    assertEquals(137, Processing.code(wait));
  }

  /** What a shim writes into its log comes into ours. */
  private void assertLogIsRead(String id) throws Exception {
    Path log = daemon.state().resolve(runtime.uri()).resolve("default/" + id + "/log");
    Files.writeString(log, "time=\"2026-01-01T00:00:00Z\" level=warning msg=\"from afar\"\n");
    daemon.await("the shim's log is read", () -> daemon.log().contains("from afar"));
  }

  @Test
  public void bundlesThatWereReplacedGoAlthoughAWaitAndAStreamAreOpen() throws Exception {
    Future<WaitResponse> wait = tasks.wait("w1", "");
    Numbers numbers = new Numbers(rpc);
    numbers.subscribe(rpc);
    numbers.begin();
    List<String> bundles = bundles().subList(0, 3); // the adapters' are held by what is open
    replace(bundles, 1);
    replace(bundles, 2);
    int before = classLoaders();
    for (int i = 3; i < 6; i++) {
      replace(bundles, i);
      numbers.next();
    }
    daemon.await("class loaders are collected", () -> classLoaders() <= before);
    assertEquals(List.of(), numbers.complaints());
    tasks.kill("w1", 9);
    assertEquals(137, Processing.code(wait));
    for (String bundle : bundles) {
      byRemoval(bundle);
    }
  }

  @Test
  public void whatIsOpenIsAnsweredByAnAdapterWhoseBundleHasGone() throws Exception {
    String adapters = bundles().get(3);
    byJar(adapters, 1);
    Future<WaitResponse> wait = tasks.wait("w1", "");
    Numbers numbers = new Numbers(rpc);
    numbers.subscribe(rpc);
    numbers.begin();
    byJar(adapters, 2);
    byRemoval(adapters);
    for (int i = 0; i < 10; i++) {
      numbers.next();
    }
    tasks.kill("w1", 9);
    assertEquals(137, Processing.code(wait));
    assertEquals(List.of(), numbers.complaints());
  }

  @Test
  public void whatIsDisabledIsUnavailableAndItsTasksAreThereLater() throws Exception {
    Map<String, String> before = supervisors(LASTING);
    Future<WaitResponse> wait = tasks.wait("w1", "");
    Numbers numbers = new Numbers(rpc);
    Numbers.Subscriber heard = numbers.subscribe(rpc);
    numbers.begin();
    // neither the manager, which runtimes can do without, nor the exchange, which all need
    disable(List.of(itself, SERVICE, ADAPTERS.get(0), ADAPTERS.get(1)));
    assertNotEquals(0, daemon.ctr("tasks", "ls").code());
    daemon.await("the stream has ended", () -> isUnavailable(heard.end()));
    assertEquals(before, supervisors(LASTING));
    disable(List.of());
    assertEquals(Status.RUNNING, tasks.state("c0"));
    assertEquals(before, supervisors(LASTING));
    numbers.next();
    tasks.kill("w1", 9);
    assertExitOrUnavailable(wait);
  }

  @Test
  public void tasksOfADisabledRuntimeAreUnavailableWhileTheOtherServes() throws Exception {
    Map<String, String> before = supervisors(LASTING);
    disable(List.of(itself));
    assertUnavailable(() -> tasks.state("c0"));
    assertUnavailable(() -> tasks.kill("c0", 9));
    Command again = daemon.ctr("tasks", "start", "c0");
    assertTrue(again.err(), again.err().contains("disabled by the configuration"));
    assertEquals("lists leave them out", List.of(), daemon.ctr("tasks", "ls", "-q").ok().lines());
    disable(List.of());
    assertEquals(Status.RUNNING, tasks.state("c0"));
    assertEquals(before, supervisors(LASTING));
  }

  private static void assertUnavailable(ThrowingRunnable call) {
    StatusRuntimeException refused = assertThrows(StatusRuntimeException.class, call);
    assertTrue(refused.toString(), isUnavailable(refused));
    assertTrue(refused.toString(), refused.getMessage().contains("disabled by the configuration"));
  }

  /** Who waits is asked for again for a while; all depends on how long the others were away. */
  private static void assertExitOrUnavailable(Future<WaitResponse> wait) throws Exception {
    try {
      assertEquals(137, wait.get(120, TimeUnit.SECONDS).getExitStatus());
    } catch (ExecutionException e) {
      assertTrue(e.toString(), isUnavailable(e.getCause()));
    }
  }

  private void disable(List<Part> some) throws Exception {
    List<String> uris = some.stream().map(part -> "\"" + part.uri() + "\"").toList();
    daemon.configure("disabled_plugins = " + uris + "\n" + config(0));
    for (Part part : parts) {
      State wanted = some.contains(part) ? State.STATE_DISABLED : State.STATE_OK;
      daemon.await(part.uri() + " is " + wanted, () -> plugin(part).getState() == wanted);
    }
  }

  private static boolean isUnavailable(Object end) {
    return end instanceof StatusRuntimeException refused
        && refused.getStatus().getCode() == io.grpc.Status.Code.UNAVAILABLE;
  }

  private void replace(List<String> bundles, int number) throws Exception {
    for (String bundle : bundles) {
      byJar(bundle, number);
    }
  }

  private int classLoaders() {
    try {
      return Command.run(daemon.folder(), "jcmd", Long.toString(daemon.pid()), "GC.class_histogram")
          .ok()
          .lines()
          .stream()
          .filter(line -> line.endsWith("BundleClassLoader"))
          .mapToInt(line -> Integer.parseInt(line.strip().split("\\s+")[1]))
          .sum();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  public void shimOrReaperThatIsStoppedHoldsNobodyUpAndKeepsItsTask() throws Exception {
    String supervisor = supervisors(List.of("w1")).get("w1");
    Future<WaitResponse> wait = tasks.wait("w1", "");
    signal("STOP", supervisor);
    try (Crowd crowd = new Crowd()) {
      crowd.add("look", number -> tasks.look("c0"));
      for (int i = 0; i < 2; i++) {
        swap(itself);
      }
      tasks.exec("c1", "e", 5);
      assertEquals(List.of(), crowd.failures());
    } finally {
      signal("CONT", supervisor);
    }
    assertEquals(Status.RUNNING, tasks.state("w1"));
    assertEquals(supervisor, supervisors(List.of("w1")).get("w1"));
    tasks.kill("w1", 9);
    assertEquals(137, Processing.code(wait));
    assertEquals(137, tasks.delete("w1"));
  }

  private void signal(String name, String supervisor) throws Exception {
    String pid = supervisor.split(" ")[1];
    Command.run(daemon.folder(), "kill", "-" + name, pid).ok();
  }
}
