package io.felucca.shim.runtime;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.TypedValue;
import io.felucca.api.task.RuntimeInfo;
import io.felucca.api.task.TaskSpec;
import io.felucca.linux.Stat;
import io.felucca.wire.options.Options;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;

/** What a task on runc's real shim looks like from outside. */
public class RealShimTest {
  private final EventSink sink = new EventSink();
  private final RealShims shims = new RealShims(sink);

  @Rule public final RuleChain rules = RuleChain.outerRule(sink).around(shims);

  @Test
  public void shimPublishesItsEventsInOrder() throws Exception {
    ShimTask task = shims.started(shims.spec("a", "", "true"));
    shims.exit(task);
    task.delete(shims.scope, "");
    RealShims.await("four events", () -> sink.topics.size() == 4);
    String namespace = shims.scope.namespace();
    assertEquals(
        Stream.of("create", "start", "exit", "delete")
            .map(what -> namespace + " /tasks/" + what)
            .toList(),
        sink.topics);
    assertTrue("the runtime adds none", shims.events.events.isEmpty());
  }

  @Test
  public void bundleHoldsWhatToolsRead() throws IOException {
    TaskSpec spec = shims.spec("a", "", "sleep", "1000");
    shims.started(spec);
    Path bundle = shims.bundle("a");
    assertEquals(
        new String(spec.spec().bytes(), StandardCharsets.UTF_8),
        Files.readString(bundle.resolve("config.json")));
    assertEquals(ShimFixture.SHIM.toString(), Files.readString(bundle.resolve("shim-binary-path")));
    assertTrue(Stat.of(bundle.resolve("log")).isFifo());
    assertTrue(Files.readString(bundle.resolve("bootstrap.json")).contains("\"ttrpc\""));
    assertTrue(Files.isSymbolicLink(bundle.resolve("work")));
    assertTrue(Files.exists(bundle.resolve("rootfs/bin/busybox")));
    assertTrue(Files.exists(bundle.resolve("init.pid")));
  }

  @Test
  public void privateDaemonHasAPrivateRuncRoot() {
    shims.sleeper("a");
    assertTrue(
        Files.isDirectory(
            shims.path("state").resolve("runc").resolve(shims.scope.namespace()).resolve("a")));
  }

  @Test
  public void rootThatTheClientChoseIsUsed() {
    Path chosen = shims.path("chosen");
    TypedValue options =
        new TypedValue(
            "containerd.runc.v1.Options",
            Options.newBuilder().setRoot(chosen.toString()).build().toByteArray());
    TaskSpec spec = shims.spec("a", "", "sleep", "1000");
    shims.started(
        new TaskSpec("a", spec.runtime(), spec.spec(), spec.rootfs(), spec.io(), options, "", ""));
    assertTrue(Files.isDirectory(chosen.resolve(shims.scope.namespace()).resolve("a")));
  }

  @Test
  public void nothingOfTheDaemonIsInheritedByShims() throws IOException {
    int shim = RealShims.shimPid(shims.sleeper("a"));
    Path mine = Files.createTempFile("inherited", "");
    try (var open = Files.newInputStream(mine)) {
      int other = RealShims.shimPid(shims.sleeper("b"));
      assertFalse(descriptors(other).contains(mine.toString()));
      assertTrue(descriptors(other).toString(), descriptors(other).size() < 20);
    } finally {
      Files.delete(mine);
    }
    String ignored =
        Files.readAllLines(Path.of("/proc/" + shim + "/status")).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .findFirst()
            .orElseThrow();
    // a Go program that minds SIGPIPE itself ignores nothing
    assertEquals("SigIgn:\t0000000000000000", ignored);
  }

  private static List<String> descriptors(int pid) throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return all.map(RealShimTest::target).toList();
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "";
    }
  }

  @Test
  public void runtimeOfAnAbsolutePathWorks() {
    TaskSpec spec = shims.spec("a", "", "sleep", "1000");
    ShimTask task =
        shims.started(
            new TaskSpec(
                "a",
                ShimFixture.SHIM.toString(),
                spec.spec(),
                spec.rootfs(),
                spec.io(),
                null,
                "",
                ""));
    assertEquals(ShimFixture.SHIM.toString(), task.runtime());
    shims.restart();
    assertEquals(ShimFixture.SHIM.toString(), shims.manager.get(shims.scope, "a").runtime());
  }

  @Test
  public void runtimeThatIsNotInstalledLeavesNothing() {
    TaskSpec spec = shims.spec("a", "", "true");
    TaskSpec missing =
        new TaskSpec(
            "a", "io.containerd.none.v1", spec.spec(), spec.rootfs(), spec.io(), null, "", "");
    Fault fault = assertThrows(Fault.class, () -> shims.manager.create(shims.scope, missing));
    assertEquals(Fault.Kind.UNKNOWN, fault.kind());
    assertFalse(Files.exists(shims.bundle("a")));
    assertFalse(shims.manager.accepts("none"));
  }

  @Test
  public void failureOfTheRuntimeIsToldInItsWords() {
    TaskSpec spec = shims.spec("a", "", "true");
    String json = new String(spec.spec().bytes(), StandardCharsets.UTF_8);
    TypedValue bad =
        new TypedValue(
            "spec", json.replace("/bin/busybox", "/bin/nothing").getBytes(StandardCharsets.UTF_8));
    Fault fault =
        assertThrows(
            Fault.class,
            () ->
                shims.manager.create(
                    shims.scope,
                    new TaskSpec(
                        "a", spec.runtime(), bad, spec.rootfs(), spec.io(), null, "", "")));
    assertTrue(
        fault.getMessage(),
        fault.getMessage().startsWith("failed to create shim task: OCI runtime create failed"));
    assertTrue(fault.getMessage(), fault.getMessage().contains("/bin/nothing"));
    assertFalse(Files.exists(shims.bundle("a")));
  }

  @Test
  public void runcsFeaturesAreTold() {
    RuntimeInfo info = shims.manager.info(Scope.daemon(), ShimFixture.RUNTIME, null);
    assertEquals("io.containerd.runc.v2", info.name());
    assertFalse(info.version().isEmpty());
    assertNotNull(info.features());
    String json = new String(info.features().bytes(), StandardCharsets.UTF_8);
    assertTrue(json, json.contains("\"rro\""));
  }

  @Test
  public void mappedMountsNeedARuntimeThatKnowsThem() {
    TaskSpec spec = shims.spec("a", "", "true");
    String json =
        new String(spec.spec().bytes(), StandardCharsets.UTF_8)
            .replace("\"source\":\"proc\"", "\"source\":\"proc\",\"options\":[\"idmap\"]");
    TypedValue mapped = new TypedValue("spec", json.getBytes(StandardCharsets.UTF_8));
    Fault fault =
        assertThrows(
            Fault.class,
            () ->
                shims.manager.create(
                    shims.scope,
                    new TaskSpec(
                        "a", spec.runtime(), mapped, spec.rootfs(), spec.io(), null, "", "")));
    assertEquals("runc of this test does not", Fault.Kind.UNIMPLEMENTED, fault.kind());
    assertFalse(Files.exists(shims.bundle("a")));
  }
}
