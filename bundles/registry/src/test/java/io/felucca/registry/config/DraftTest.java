package io.felucca.registry.config;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.plugin.PluginKeys;
import io.felucca.registry.toml.Problem;
import io.felucca.registry.toml.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class DraftTest {
  private static final Path BINARY = Path.of("/opt/felucca/bin/feluccad");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Draft draft(String text, String... flags) throws IOException {
    Path file = Files.writeString(folder.getRoot().toPath().resolve("c.toml"), text);
    List<String> line = new ArrayList<>(List.of("-c", file.toString()));
    line.addAll(List.of(flags));
    return Draft.read(Flags.parse(line));
  }

  private List<String> messages(String text) throws IOException {
    return draft(text).problems().stream()
        .map(problem -> problem.toString().replace(folder.getRoot().toString(), ""))
        .toList();
  }

  @Test
  public void flagsGoBeforeFiles() throws IOException {
    DaemonConfig config =
        draft(
                "version = 4\nroot = '/a'\nstate = '/b'\n",
                "--root=/flag",
                "--state",
                "/s",
                "-a",
                "/sock",
                "-l",
                "debug")
            .config(1, BINARY);
    assertEquals(Path.of("/flag"), config.root());
    assertEquals(Path.of("/s"), config.state());
    assertEquals(Path.of("/flag/felucca-plugins"), config.pluginDir());
    assertEquals("/sock", config.shared().get(PluginKeys.DAEMON_ADDRESS));
    assertEquals("/sock.ttrpc", config.shared().get(PluginKeys.DAEMON_TTRPC_ADDRESS));
    assertEquals("debug", config.shared().get("daemon.debug.level"));
    assertEquals(BINARY.toString(), config.shared().get(PluginKeys.DAEMON_BINARY));
  }

  @Test
  public void withoutAnythingItIsContainerds() throws IOException {
    DaemonConfig config = draft("version = 4\n").config(1, BINARY);
    assertEquals(Path.of("/var/lib/containerd"), config.root());
    assertEquals("/run/containerd/containerd.sock", config.shared().get(PluginKeys.DAEMON_ADDRESS));
    assertEquals(5000L, config.shared().get("timeout.shim.load"));
    assertEquals(0, config.shared().get("daemon.oom.score"));
  }

  @Test
  public void theTtrpcSocketFollowsTheOtherOneUnlessItIsNamed() throws IOException {
    String grpc = "version = 2\n[grpc]\naddress = '/g'\ngid = 5\n";
    DaemonConfig derived = draft(grpc).config(1, BINARY);
    assertEquals("/g.ttrpc", derived.shared().get(PluginKeys.DAEMON_TTRPC_ADDRESS));
    assertEquals(5, derived.shared().get("daemon.gid"));
    assertEquals(5L, derived.table().at("plugins", Effective.TTRPC, "gid").value());
    DaemonConfig named = draft(grpc + "[ttrpc]\naddress = '/t'\n").config(1, BINARY);
    assertEquals("/t", named.shared().get(PluginKeys.DAEMON_TTRPC_ADDRESS));
  }

  @Test
  public void unknownKeysAreToldWithPlaceAndTheNearestOne() throws IOException {
    assertEquals(
        List.of(
            "/c.toml:2:1: unknown key \"rot\" (did you mean \"root\"?)",
            "/c.toml:4:3: unknown key \"debug.levle\" (did you mean \"level\"?)",
            "/c.toml:5:1: unknown key \"qqqqqqq\""),
        messages("version = 4\nrot = '/x'\n[debug]\n  levle = 'info'\n[qqqqqqq]\n"));
  }

  @Test
  public void serverTablesInVersion4AreToldWhereTheyWent() throws IOException {
    assertEquals(
        List.of(
            "/c.toml:2:1: unknown key \"grpc\""
                + " (in version 4 it stands in [plugins.'io.containerd.server.v1.grpc'])"),
        messages("version = 4\n[grpc]\naddress = '/x'\n"));
  }

  @Test
  public void wrongTypesAreErrorsWithPlace() throws IOException {
    Draft draft =
        draft("version = 4\nroot = 5\ndisabled_plugins = 'x'\n[timeouts]\n'a.b' = '5 s'\n");
    assertTrue(draft.problems().stream().allMatch(one -> one.weight() == Problem.Weight.ERROR));
    Problems problems = assertThrows(Problems.class, draft::throwErrors);
    String told = problems.getMessage().replace(folder.getRoot().toString(), "");
    assertTrue(told, told.contains("/c.toml:2:1: root must be a string, not an integer (5)"));
    assertTrue(
        told,
        told.contains(
            "/c.toml:3:1: disabled_plugins must be an array of strings, not a string (\"x\")"));
    assertTrue(
        told,
        told.contains(
            "/c.toml:5:1: timeouts.a.b must be a duration such as \"5s\", not a string (\"5 s\")"));
  }

  @Test
  public void wrongValuesAreErrors() throws IOException {
    assertEquals(
        List.of(
            "/c.toml:3:1: root and state must be different paths, both are \"/x\"",
            "/c.toml:5:21: invalid disabled plugin URI \"cri\" expect io.containerd.x.vx",
            "/c.toml:7:1: debug.level must be one of [trace, debug, info, warn, error, fatal,"
                + " panic], not \"loud\""),
        messages(
                "version = 4\nroot = '/x'\nstate = '/x'\n\ndisabled_plugins = ['cri']\n[debug]\n"
                    + "level = 'loud'\n")
            .stream()
            .sorted()
            .toList());
  }

  @Test
  public void aMigratedFileIsNoted() throws IOException {
    Draft draft = draft("version = 2\n");
    assertEquals(Problem.Weight.NOTE, draft.problems().get(0).weight());
    assertTrue(
        draft
            .problems()
            .get(0)
            .message()
            .startsWith("Configuration migrated from version 2, use `containerd config migrate`"));
  }
}
