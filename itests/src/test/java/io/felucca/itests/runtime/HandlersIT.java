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
import io.felucca.wire.introspection.IntrospectionGrpc;
import io.felucca.wire.introspection.PluginInfoRequest;
import io.felucca.wire.types.RuntimeInfo;
import io.felucca.wire.types.RuntimeRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** Names for runtimes that come, change and go in the configuration of a running daemon. */
public class HandlersIT {
  private static final String TYPE = "io.containerd.runtime.v2";

  private static Daemon daemon;
  private static Path calls;
  private static String handler;

  @BeforeClass
  public static void startDaemon() throws Exception {
    daemon = Daemon.configured(Files.createTempDirectory("felucca-han"), "");
    calls = daemon.folder().resolve("calls");
    handler = handler("mine", "io.containerd.runc.v2", wrapper());
    daemon.start();
    daemon.ctr("images", "import", BusyboxImage.archive().toString()).ok();
  }

  /** A runc that notes its calls. */
  private static Path wrapper() throws Exception {
    Path script = daemon.folder().resolve("noted-runc");
    Files.writeString(script, "#!/bin/sh\necho \"$@\" >> " + calls + "\nexec runc \"$@\"\n");
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static String handler(String name, String type, Path binary) {
    return """
        [plugins."io.containerd.runtime.v2.task".handlers.%s]
          runtime_type = "%s"
          [plugins."io.containerd.runtime.v2.task".handlers.%s.options]
            BinaryName = "%s"
        """
        .formatted(name, type, name, binary);
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
    if (plugin().contains("handlers")) {
      configure("");
    }
  }

  private Command run(String id, String runtime, String... command) throws Exception {
    List<String> line =
        new java.util.ArrayList<>(
            List.of("run", "-d", "--runtime", runtime, BusyboxImage.NAME, id));
    line.addAll(List.of(command));
    return daemon.ctr(line.toArray(String[]::new));
  }

  private static void configure(String more) throws Exception {
    String before = plugin();
    daemon.configure(more);
    daemon.await("the configuration is followed", () -> !plugin().equals(before));
  }

  /** The runtime as {@code ctr plugins ls} shows it, in order: the facts come in any. */
  private static String plugin() {
    try {
      Command shown = daemon.ctr("plugins", "ls", "-d", "type==" + TYPE).ok();
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
    assertSeenEverywhere();

    configure(handler.replace("mine", "other"));
    Command late = run("b", "mine", "true");
    assertNotEquals(0, late.code());
    assertTrue(late.err(), late.err().contains("or one of the configured handlers [other]"));
    assertEquals(
        3, daemon.ctr("tasks", "exec", "--exec-id", "e", "a", "sh", "-c", "exit 3").code());
    daemon.ctr("tasks", "ps", "a").ok();
    daemon.ctr("tasks", "metrics", "a").ok();
    daemon.ctr("tasks", "kill", "-s", "KILL", "a").ok();
    daemon.await("it has ended", () -> status("a").equals("STOPPED"));
    daemon.ctr("tasks", "rm", "a");
    assertEquals("", daemon.ctr("tasks", "ls", "-q").ok().out());
    daemon.ctr("containers", "rm", "a").ok();
  }

  private String status(String id) {
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
                      .setType(TYPE)
                      .setId("task")
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
    String told = daemon.felucca("plugins", "ls", "-d", "type==" + TYPE).ok().out();
    assertTrue(told, told.contains("BinaryNam: unknown key, known are"));
    assertFalse(daemon.log(), daemon.log().contains("Exception"));
    run("a", "mine", "true").ok();
    daemon.configure(handler);
    daemon.await("all is well again", () -> plugin().equals(good));
  }

  @Test
  public void handlerWithoutProgramIsToldAndHarmsNobody() throws Exception {
    configure(
        handler
            + handler("lost", "io.containerd.nowhere.v1", Path.of("/no"))
                .replace("BinaryName", "ConfigPath"));
    assertTrue(plugin(), plugin().contains("unusable-handlers"));
    Command refused = run("a", "lost", "true");
    assertNotEquals(0, refused.code());
    assertTrue(
        refused.err(),
        refused.err().contains("binary not installed \"containerd-shim-nowhere-v1\""));
    run("b", "mine", "true").ok();
  }
}
