package io.felucca.registry.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.registry.history.History;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class CliTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) {
    out.reset();
    err.reset();
    return new Cli(new PrintStream(out, true), new PrintStream(err, true)).run(List.of(args));
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.getRoot().toPath().resolve("c.toml"), text);
  }

  @Test
  public void withoutCommandItIsTheDaemon() {
    assertEquals(Cli.DAEMON, run());
    assertEquals(Cli.DAEMON, run("-c", "/x", "--root", "/y"));
  }

  @Test
  public void theVersionLineHasContainerdsShape() {
    assertEquals(0, run("-v"));
    assertTrue(
        out(), out().matches("containerd github\\.com/containerd/containerd/v2 2\\.\\S+ \\S+\n"));
  }

  @Test
  public void whatIsWrongWithTheCommandLineIsTold() {
    assertEquals(1, run("--rot", "/x"));
    assertTrue(err.toString(), err.toString().contains("flag provided but not defined: --rot"));
    assertEquals(1, run("confg"));
    assertEquals(0, run("--help"));
    assertTrue(out().contains("oci-hook"));
  }

  @Test
  public void theDefaultConfigurationComesBackFromMigrate() throws IOException {
    assertEquals(0, run("config", "default"));
    String text = out();
    assertTrue(text, text.startsWith("version = 4\nroot = '/var/lib/containerd'\n"));
    assertEquals(0, run("-c", file(text).toString(), "config", "migrate"));
    assertEquals(text, out());
  }

  @Test
  public void anOldFileOfTheSameContentMigratesToTheDefault() throws IOException {
    assertEquals(0, run("config", "default"));
    String text = out();
    Path old =
        file(
            """
            version = 2
            root = "/var/lib/containerd"
            state = "/run/containerd"
            [grpc]
              address = "/run/containerd/containerd.sock"
              tcp_address = ""
            [ttrpc]
              address = ""
            [debug]
              address = ""
              level = ""
            [metrics]
              address = ""
              grpc_histogram = false
            [timeouts]
              "io.containerd.timeout.shim.load" = "5s"
            [proxy_plugins]
            """);
    assertEquals(0, run("-c", old.toString(), "config", "migrate"));
    assertEquals(text, out());
  }

  @Test
  public void dumpSaysWhereValuesComeFromOnRequest() throws IOException {
    Path file = file("version = 4\n\nroot = '/x'\n");
    assertEquals(0, run("-c", file.toString(), "config", "dump", "--places"));
    assertTrue(out(), out().contains("root = '/x'  # " + file + ":3:1\n"));
    assertTrue(out(), out().contains("state = '/run/containerd'  # default\n"));
  }

  @Test
  public void explainSaysWhereAValueComesFromAndWhatAChangeDoes() throws IOException {
    Path file = file("version = 4\nroot = '/x'\n");
    assertEquals(0, run("-c", file.toString(), "config", "explain", "root"));
    assertEquals(List.of("root = '/x'  # " + file + ":2:1; restart"), out().lines().toList());
    assertEquals(0, run("-c", file.toString(), "config", "explain", "timeouts"));
    assertTrue(
        out(),
        out().contains("timeouts.'io.containerd.timeout.shim.load' = '5s'  # default; live"));
  }

  @Test
  public void diffComparesWithWhatTheDaemonRanOn() throws IOException {
    Path root = folder.newFolder("root").toPath();
    Path file = file("version = 4\nroot = '" + root + "'\noom_score = 5\n");
    assertEquals(1, run("-c", file.toString(), "config", "diff"));
    assertTrue(err.toString(), err.toString().contains("no daemon has run in " + root));
    new History(root).keep("boot", "version = 4\nroot = '" + root + "'\n");
    assertEquals(0, run("-c", file.toString(), "config", "diff"));
    assertEquals(List.of("oom_score: 0 -> 5  # " + file + ":3:1"), out().lines().toList());
  }

  @Test
  public void checkTellsAllProblemsAndFails() throws IOException {
    Path file = file("version = 4\nrot = '/x'\n[debug]\nlevle = 'x'\n");
    assertEquals(1, run("-c", file.toString(), "config", "check"));
    assertEquals(
        List.of(
            "unknown: " + file + ":2:1: unknown key \"rot\" (did you mean \"root\"?)",
            "unknown: " + file + ":4:1: unknown key \"debug.levle\" (did you mean \"level\"?)"),
        out().lines().toList());
    assertEquals(1, run("-c", file("a = = 1\n").toString(), "config", "check"));
    assertTrue(out(), out().startsWith("error: " + file + ":1:5: failed to unmarshal TOML"));
    assertEquals(0, run("-c", file("version = 2\n").toString(), "config", "check"));
    assertTrue(out(), out().startsWith("note: "));
  }

  @Test
  public void aFileThatCannotBeUsedFailsDump() throws IOException {
    assertEquals(1, run("-c", file("root = 5\n").toString(), "config", "dump"));
    assertTrue(err.toString(), err.toString().contains("c.toml:1:1: root must be a string"));
    assertEquals(1, run("-c", "/no/such/file", "config", "dump"));
  }

  @Test
  public void hooksGetAContainersValues() throws IOException {
    Files.writeString(
        folder.getRoot().toPath().resolve("config.json"), "{\"root\":{\"path\":\"rootfs\"}}");
    HookState state =
        HookState.read(
            "{\"id\":\"c1\",\"pid\":42,\"status\":\"created\",\"bundle\":\""
                + folder.getRoot()
                + "\",\"annotations\":{\"a.b/c\":\"d e\"}}");
    Template template = new Template(state);
    assertEquals(
        "c1 42 created d e d e none",
        template.render(
            "{{id}} {{ pid }} {{status}} {{annotation \"a.b/c\"}} {{annotation `a.b/c`}} none"));
    assertEquals("xc1y c142", template.render("x {{- id -}} \n y {{id}} {{- pid}}"));
    assertEquals(folder.getRoot() + "/rootfs", template.render("{{rootfs}}"));
    assertThrows(IllegalArgumentException.class, () -> template.render("{{env}}"));
    assertThrows(IllegalArgumentException.class, () -> template.render("a {{id}} {{id"));
    Files.writeString(
        folder.getRoot().toPath().resolve("config.json"), "{\"root\":{\"path\":\"../up\"}}");
    assertEquals(folder.getRoot().getParent() + "/up", template.render("{{rootfs}}"));
    assertEquals("0", new Template(HookState.read("{\"id\":\"c1\"}")).render("{{pid}}"));
  }
}
