package io.felucca.itests.runtime;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import com.google.protobuf.Any;
import io.felucca.itests.fixture.BusyboxImage;
import io.felucca.itests.fixture.Command;
import io.felucca.itests.fixture.Daemon;
import io.felucca.itests.fixture.Rpc;
import io.felucca.itests.fixture.Runtime;
import io.felucca.wire.introspection.IntrospectionGrpc;
import io.felucca.wire.introspection.PluginInfoRequest;
import io.felucca.wire.types.RuntimeInfo;
import io.felucca.wire.types.RuntimeRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/** Names for runtimes that come, change, move and go in the configuration of a running daemon. */
@RunWith(Parameterized.class)
public class HandlersIT {
  private static Daemon daemon;
  private static Path calls;
  private static Path wrapper;
  private static String usual;

  private final Runtime runtime;
  private final String handler;

  @Parameters(name = "{0}")
  public static Runtime[] runtimes() {
    return Runtime.values();
  }

  public HandlersIT(Runtime runtime) {
    this.runtime = runtime;
    this.handler = handler("mine", runtime);
  }

  @BeforeClass
  public static void startDaemon() throws Exception {
    daemon = Daemon.configured(Files.createTempDirectory("felucca-han"), "");
    calls = daemon.folder().resolve("calls");
    wrapper = wrapper();
    daemon.start();
    usual = plugin();
    daemon.ctr("images", "import", BusyboxImage.archive().toString()).ok();
  }

  /** A runc that notes its calls. */
  private static Path wrapper() throws Exception {
    Path script = daemon.folder().resolve("noted-runc");
    Files.writeString(script, "#!/bin/sh\necho \"$@\" >> " + calls + "\nexec runc \"$@\"\n");
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static String handler(String name, Runtime runtime) {
    return handler(name, runtime, "io.containerd.runc.v2", "BinaryName", wrapper);
  }

  private static String handler(String name, Runtime runtime, String type, String key, Path value) {
    String table = "plugins.\"%s\".handlers.%s".formatted(runtime.uri(), name);
    return """
    [%s]
      runtime_type = "%s"
      [%s.options]
        %s = "%s"
    """
        .formatted(table, type, table, key, value);
  }

  @AfterClass
  public static void endDaemon() throws Exception {
    daemon.close();
  }

  @After
  public void removeAll() throws Exception {
    for (String id : daemon.ctr("containers", "ls", "-q").ok().lines()) {
      daemon.ctr("tasks", "rm", "-f", id);
      daemon.ctr("containers", "rm", id).ok();
    }
    if (!plugin().equals(usual)) {
      configure("");
    }
  }

  private static Command run(String id, String name, String... command) throws Exception {
    List<String> line =
        new ArrayList<>(List.of("run", "-d", "--runtime", name, BusyboxImage.NAME, id));
    line.addAll(List.of(command));
    return daemon.ctr(line.toArray(String[]::new));
  }

  private static void configure(String more) throws Exception {
    long before = followed();
    daemon.configure(more);
    daemon.await("the configuration is followed", () -> followed() > before);
  }

  /** How many configurations have been. */
  private static long followed() {
    return daemon.log().lines().filter(line -> line.contains("configuration in force")).count();
  }

  /** The runtime as {@code ctr plugins ls} shows it, in order: the facts come in any. */
  private static String plugin() {
    try {
      Command shown = daemon.ctr("plugins", "ls", "-d", "type==" + Runtime.TYPE).ok();
      return String.join("\n", shown.lines().stream().sorted().toList()) + "\n";
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  public void handlerIsUsableAtOnceAndEverywhereAndItsTasksOutliveIt() throws Exception {
    Command early = run("a", "mine", "sleep", "1000");
    assertNotEquals(0, early.code());
    assertTrue(early.err(), early.err().contains("invalid runtime name mine, correct runtime"));
    daemon.ctr("containers", "rm", "a").ok();

    configure(handler);
    run("a", "mine", "sleep", "1000").ok();
    assertTrue("its program was used", Files.readString(calls).contains("create"));
    assertEquals(runtime, runtimeOf("a"));
    assertSeenEverywhere();

    configure(handler.replace("mine", "other"));
    Command late = run("b", "mine", "true");
    assertNotEquals(0, late.code());
    assertTrue(late.err(), late.err().contains("invalid runtime name mine"));
    boolean isTold = late.err().contains("or one of the configured handlers [other]");
    assertEquals(runtime == Runtime.SHIM, isTold);
    useUp("a");
    assertEquals("", daemon.ctr("tasks", "ls", "-q").ok().out());
  }

  /** Which runtime has the task, as its folder tells. */
  private static Runtime runtimeOf(String id) {
    List<Runtime> found =
        Stream.of(runtimes())
            .filter(
                each -> Files.exists(daemon.state().resolve(each.uri() + "/default").resolve(id)))
            .toList();
    assertEquals(found.toString(), 1, found.size());
    return found.get(0);
  }

  /** What can be done with a task, to its end. */
  private static void useUp(String id) throws Exception {
    assertEquals(3, daemon.ctr("tasks", "exec", "--exec-id", "e", id, "sh", "-c", "exit 3").code());
    daemon.ctr("tasks", "ps", id).ok();
    daemon.ctr("tasks", "metrics", id).ok();
    daemon.ctr("tasks", "kill", "-s", "KILL", id).ok();
    daemon.await("it has ended", () -> status(id).equals("STOPPED"));
    daemon.ctr("tasks", "rm", id);
    daemon.ctr("containers", "rm", id).ok();
  }

  private static String status(String id) {
    try {
      return daemon.ctr("tasks", "ls").ok().lines().stream()
          .filter(line -> line.startsWith(id + " "))
          .map(line -> line.strip().replaceAll(".* ", ""))
          .findFirst()
          .orElse("gone");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void assertSeenEverywhere() throws Exception {
    assertTrue(plugin(), plugin().matches("(?s).*handlers\\s+mine\\s.*"));
    String ours = daemon.felucca("plugins", "ls", "-d").ok().out();
    assertTrue(ours, ours.matches("(?s).*handlers\\W+mine\\s.*"));
    String dump =
        Command.run(
                daemon.folder(),
                Daemon.home().resolve("bin/feluccad").toString(),
                "-c",
                daemon.config().toString(),
                "config",
                "dump")
            .ok()
            .out();
    assertTrue(dump, dump.contains("noted-runc"));
    try (Rpc rpc = new Rpc(daemon.address(), "default")) {
      Any question =
          Any.newBuilder()
              .setTypeUrl("containerd.types.RuntimeRequest")
              .setValue(RuntimeRequest.newBuilder().setRuntimePath("mine").build().toByteString())
              .build();
      Any extra =
          IntrospectionGrpc.newBlockingStub(rpc.channel())
              .pluginInfo(
                  PluginInfoRequest.newBuilder()
                      .setType(Runtime.TYPE)
                      .setId(runtime.id())
                      .setOptions(question)
                      .build())
              .getExtra();
      RuntimeInfo info = RuntimeInfo.parseFrom(extra.getValue());
      assertEquals("io.containerd.runc.v2", info.getName());
      assertTrue(info.getOptions().getValue().toStringUtf8().contains("noted-runc"));
    }
  }

  @Test
  public void badHandlerChangesNothingAndIsTold() throws Exception {
    configure(handler);
    String good = plugin();
    daemon.configure(handler.replace("BinaryName", "BinaryNam"));
    daemon.await(
        "the mistake is told",
        () -> daemon.log().contains("handlers.mine.options.BinaryNam: unknown key"));
    assertTrue(plugin(), plugin().contains("mine"));
    daemon.await("the list tells it", () -> told().contains("BinaryNam: unknown key, known are"));
    assertFalse(daemon.log(), daemon.log().contains("Exception"));
    run("a", "mine", "true").ok();
    daemon.configure(handler);
    daemon.await("all is well again", () -> plugin().equals(good));
  }

  private static String told() {
    try {
      return daemon.felucca("plugins", "ls", "-d", "type==" + Runtime.TYPE).ok().out();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  public void handlerWithoutProgramIsToldAndHarmsNobody() throws Exception {
    String lost =
        handler("lost", Runtime.SHIM, "io.containerd.nowhere.v1", "ConfigPath", Path.of("/no"));
    configure(handler + lost);
    assertTrue(plugin(), plugin().contains("unusable-handlers"));
    Command refused = run("a", "lost", "true");
    assertNotEquals(0, refused.code());
    assertTrue(
        refused.err(),
        refused.err().contains("binary not installed \"containerd-shim-nowhere-v1\""));
    run("b", "mine", "true").ok();
  }

  @Test
  public void handlerThatMovesToTheOtherRuntimeLeavesItsTasksWhereTheyAre() throws Exception {
    Runtime other = runtime == Runtime.OCI ? Runtime.SHIM : Runtime.OCI;
    configure(handler);
    run("a", "mine", "sleep", "1000").ok();
    configure(handler("mine", other));
    run("b", "mine", "sleep", "1000").ok();
    assertEquals(runtime, runtimeOf("a"));
    assertEquals(other, runtimeOf("b"));
    assertEquals(List.of("a", "b"), tasks());
    configure("");
    useUp("a");
    assertEquals(List.of("b"), tasks());
    useUp("b");
  }

  private static List<String> tasks() throws Exception {
    return daemon.ctr("tasks", "ls", "-q").ok().lines().stream().sorted().toList();
  }

  @Test
  public void usualNameBelongsToWhomTheConfigurationSays() throws Exception {
    String name = Runtime.OCI.choice();
    run("a", name, "sleep", "1000").ok();
    run("b", Runtime.SHIM.choice(), "sleep", "1000").ok();
    assertEquals(Runtime.OCI, runtimeOf("a"));
    assertEquals(Runtime.SHIM, runtimeOf("b"));
    configure(Runtime.SHIM.configuration());
    run("c", name, "sleep", "1000").ok();
    assertEquals(Runtime.SHIM, runtimeOf("c"));
    assertEquals(List.of("a", "b", "c"), tasks());
    useUp("a");
    configure("disabled_plugins = [\"" + Runtime.OCI.uri() + "\"]");
    run("d", name, "sleep", "1000").ok();
    assertEquals(Runtime.SHIM, runtimeOf("d"));
    configure("");
    run("e", name, "sleep", "1000").ok();
    assertEquals(Runtime.OCI, runtimeOf("e"));
    for (String id : List.of("b", "c", "d", "e")) {
      useUp(id);
    }
  }
}
