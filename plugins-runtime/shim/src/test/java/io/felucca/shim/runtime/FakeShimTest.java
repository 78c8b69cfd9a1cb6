package io.felucca.shim.runtime;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.google.protobuf.Any;
import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.TypedValue;
import io.felucca.api.task.RuntimeInfo;
import io.felucca.api.task.Task;
import io.felucca.api.task.TaskIo;
import io.felucca.api.task.TaskSpec;
import io.felucca.api.task.TaskStatus;
import io.felucca.shim.launch.ShimSettings;
import io.felucca.wire.shim.StartParameters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The protocol between daemon and shim in all its versions, with a shim that is a script. */
public class FakeShimTest {
  private static final TypedValue OPTIONS = new TypedValue("my.Options", new byte[] {8, 1});

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private final Scope scope = Scope.of("ns");
  private final RecordedEvents events = new RecordedEvents();
  private FakeShim shim;
  private ShimTaskManager manager;

  @Before
  public void make() throws IOException {
    shim = new FakeShim(temporary.newFolder("shim").toPath());
    Path top = temporary.getRoot().toPath();
    ShimSettings settings = new ShimSettings(List.of("SCHED_CORE=1"), "/run/short");
    manager =
        new ShimTaskManager(
            ShimFixture.settings(top.resolve("root"), top.resolve("state"), "/events.sock"),
            events::publish,
            () -> settings,
            (scope, id) -> Optional.empty(),
            () -> false);
    manager.start();
  }

  @After
  public void end() {
    manager.close();
    shim.close();
  }

  private Task create(TypedValue options) {
    return manager.create(
        scope,
        new TaskSpec(
            "a",
            shim.program().toString(),
            new TypedValue("spec", "{}".getBytes(StandardCharsets.UTF_8)),
            List.of(),
            new TaskIo("", "", "", false),
            options,
            "",
            ""));
  }

  private String answer(int version) {
    return "printf '{\"version\":"
        + version
        + ",\"address\":\""
        + shim.address()
        + "\",\"protocol\":\"ttrpc\"}'";
  }

  @Test
  public void shimOfVersionThreeIsSpokenToInVersionThree() throws IOException {
    shim.starting(answer(3)).serving(3);
    Task task = create(OPTIONS);
    assertEquals(FakeShim.PID, task.pid());
    assertEquals(TaskStatus.RUNNING, task.state(scope, "").status());
    assertEquals(7, task.delete(scope, "").status());
    assertEquals(
        List.of("Create", "State", "Delete", "Shutdown").stream()
            .map(method -> "containerd.task.v3.Task/" + method + " ns")
            .toList(),
        shim.calls);
  }

  @Test
  public void shimThatPrintsItsAddressIsSpokenToInVersionTwo() throws IOException {
    shim.starting("echo " + shim.address()).serving(2);
    create(null);
    assertEquals(List.of("containerd.task.v2.Task/Create ns"), shim.calls);
  }

  @Test
  public void shimThatPromisesTooMuchIsSpokenToInVersionTwo() throws IOException {
    shim.starting(answer(3)).serving(2);
    assertEquals(FakeShim.PID, create(null).pid());
    assertEquals(List.of("containerd.task.v2.Task/Create ns"), shim.calls);
    manager.close();
    make2();
    assertEquals(FakeShim.PID, manager.get(scope, "a").pid());
  }

  private void make2() {
    Path top = temporary.getRoot().toPath();
    manager =
        new ShimTaskManager(
            ShimFixture.settings(top.resolve("root"), top.resolve("state"), "/events.sock"),
            events::publish,
            () -> ShimSettings.NONE,
            (scope, id) -> Optional.empty(),
            () -> false);
    manager.start();
  }

  @Test
  public void newShimGetsAllItsParameters() throws IOException {
    shim.starting(
        "printf '\\010\\003\\022%b" + shim.address() + "\\032\\005ttrpc' '\\0" + octal() + "'");
    shim.serving(3);
    create(OPTIONS);
    StartParameters all = StartParameters.parseFrom(shim.input());
    assertEquals("a", all.getInstanceId());
    assertEquals("ns", all.getNamespace());
    assertEquals("/events.sock", all.getTtrpcAddress());
    assertEquals("/bin/true", all.getDaemonBinary());
    assertEquals("/run/short", all.getSocketDir());
    assertEquals("my.Options", all.getExtensions(0).getValue().getTypeUrl());
  }

  private String octal() {
    return Integer.toOctalString(shim.address().length());
  }

  @Test
  public void oldShimGetsItsOptionsAfterRefusingTheParameters() throws IOException {
    String refusing = "if grep -q true $F/input; then echo no such type >&2; exit 1; fi; ";
    shim.starting(refusing + "echo " + shim.address()).serving(2);
    create(OPTIONS);
    assertEquals("my.Options", Any.parseFrom(shim.input()).getTypeUrl());
  }

  @Test
  public void argumentsAndEnvironmentAreTheProtocols() throws IOException {
    shim.starting("echo " + shim.address()).serving(2);
    create(null);
    Path state = temporary.getRoot().toPath().resolve("state");
    String args = shim.said("args").strip();
    assertTrue(
        args,
        args.matches(
            "-namespace ns -address "
                + state
                + "/felucca.sock -publish-binary /bin/true -id a( -debug)? start"));
    assertEquals(state.resolve("tasks/ns/a").toString(), shim.said("cwd").strip());
    String env = "\n" + shim.said("env");
    assertTrue(env, env.contains("\nTTRPC_ADDRESS=/events.sock\n"));
    assertTrue(env, env.contains("\nSCHED_CORE=1\n"));
  }

  @Test
  public void shimThatRefusesToStartIsQuoted() throws IOException {
    shim.starting("echo I would rather not >&2; exit 9");
    Fault fault = assertThrows(Fault.class, () -> create(null));
    assertTrue(fault.getMessage(), fault.getMessage().startsWith("failed to start shim: "));
    assertTrue(
        fault.getMessage(), fault.getMessage().endsWith("I would rather not: exit status 9"));
    assertFalse(Files.exists(temporary.getRoot().toPath().resolve("state/tasks/ns/a")));
  }

  @Test
  public void shimsOfOtherProtocolsAreUnimplemented() throws IOException {
    for (String answer :
        new String[] {
          "printf '{\"version\":3,\"address\":\"vsock://3:1024\",\"protocol\":\"ttrpc\"}'",
          "printf '{\"version\":3,\"address\":\"unix:///x\",\"protocol\":\"grpc\"}'",
          "printf '{\"version\":9,\"address\":\"unix:///x\",\"protocol\":\"ttrpc\"}'"
        }) {
      shim.starting(answer);
      Fault fault = assertThrows(answer, Fault.class, () -> create(null));
      assertEquals(fault.getMessage(), Fault.Kind.UNIMPLEMENTED, fault.kind());
    }
  }

  @Test
  public void lostShimIsBuriedWithWhatItsProgramPrints() throws Exception {
    shim.starting("echo " + shim.address()).serving(2);
    create(null);
    shim.close();
    RealShims.await("events", () -> events.topics().size() == 2);
    io.felucca.api.event.Events.TaskExit exit =
        (io.felucca.api.event.Events.TaskExit) events.events.get(0).payload();
    assertEquals(7, exit.exitStatus());
    assertEquals(4242, exit.pid());
  }

  @Test
  public void runtimeTellsOfItself() throws IOException {
    shim.starting("printf '\\012\\004fake\\022\\005\\012\\0031.0'");
    RuntimeInfo info = manager.info(scope, shim.program().toString(), null);
    assertEquals("fake", info.name());
    assertEquals("1.0", info.version());
  }

  @Test
  public void runtimeThatTellsNothingIsUnimplemented() throws IOException {
    shim.starting("echo flag provided but not defined: -info >&2; exit 2");
    Fault fault =
        assertThrows(Fault.class, () -> manager.info(scope, shim.program().toString(), null));
    assertEquals(Fault.Kind.UNIMPLEMENTED, fault.kind());
  }
}
