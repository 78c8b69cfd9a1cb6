package io.felucca.itests.badinput;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.felucca.itests.fixture.Command;
import io.felucca.itests.fixture.Daemon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Configurations that cannot be, at the start and while the daemon runs. */
public class ConfigIT {
  private static final String SCHEDULER = "[plugins.\"io.containerd.gc.v1.scheduler\"]\n";

  private static final String CONTENT = "io.containerd.content.v1.content";

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  /** The daemon ends with 1, its last line says why, and it says so at length nowhere. */
  private void refusedAtStart(String config, String place, String... words) throws Exception {
    Daemon daemon = Daemon.configured(Files.createTempDirectory(folder(), "d"), "");
    Files.writeString(daemon.config(), config);
    daemon.launch(
        List.of("--root", daemon.root().toString(), "--state", daemon.state().toString()));
    assertEquals(daemon.log(), 1, daemon.ended());
    String last = daemon.log().lines().reduce((one, next) -> next).orElse("");
    assertTrue(last, last.startsWith("feluccad: " + daemon.config() + ":" + place + ": "));
    for (String word : words) {
      assertTrue(word + " is not in " + last, last.contains(word));
    }
    assertFalse(Files.exists(daemon.root().resolve("io.containerd.content.v1.content")));
  }

  private Path folder() {
    return temporary.getRoot().toPath();
  }

  @Test
  public void anErrorAtTheStartIsNamedWithItsPlace() throws Exception {
    refusedAtStart("version = 2\nroot = \"/x\nstate = 3\n", "2:11", "Unexpected end of line");
    refusedAtStart("version = 2\n\n[grpc\n", "3:6", "expected ]");
    refusedAtStart(
        "version = 3\n[grpc]\n  max_recv_message_size = \"much\"\n",
        "3:3",
        "max_recv_message_size",
        "\"much\"");
    refusedAtStart(
        "version = 3\n" + SCHEDULER + "  pause_threshold = \"a lot\"\n",
        "3:3",
        "pause_threshold",
        "float",
        "\"a lot\"");
    refusedAtStart("version = 9\n", "1:1", "`4`", "`9`");
    refusedAtStart(
        "version = 3\nrequired_plugins = [\"io.containerd.nothing.v1.x\"]\n",
        "2:21",
        "io.containerd.nothing.v1.x");
    refusedAtStart("version = 3\ntemp = 7\n", "2:1", "temp", "7");
    refusedAtStart("\0\1\2", "1:1", "");
  }

  @Test
  public void aConfigurationThatIsNotThereIsNamed() throws Exception {
    Daemon daemon = Daemon.configured(Files.createTempDirectory(folder(), "d"), "");
    Files.delete(daemon.config());
    daemon.launch(List.of());
    assertEquals(1, daemon.ended());
    assertTrue(daemon.log(), daemon.log().contains(daemon.config().toString()));
  }

  @Test
  public void anUnknownKeyIsToldWithTheNearestOneAndTheDaemonStarts() throws Exception {
    try (Daemon daemon =
        Daemon.configured(
            folder().resolve("d"), "rooot = \"x\"\n" + SCHEDULER + "  pause_treshold = 0.02\n")) {
      daemon.start();
      String log = daemon.log();
      assertTrue(log, log.contains("unknown key \\\"rooot\\\" (did you mean \\\"root\\\"?)"));
      assertTrue(
          log,
          log.contains(
              "unknown key \\\"pause_treshold\\\" (did you mean \\\"pause_threshold\\\"?)"));
      assertTrue(log, log.contains(daemon.config() + ":4:1: "));
    }
  }

  @Test
  public void aDropInIsNamedWithItsPlace() throws Exception {
    Daemon daemon = Daemon.configured(folder().resolve("d"), "");
    Path dropIn = Files.createDirectory(daemon.folder().resolve("conf.d")).resolve("a.toml");
    Files.writeString(dropIn, "version = 3\n" + SCHEDULER + "  pause_threshold = true\n");
    daemon.launch(List.of());
    assertEquals(daemon.log(), 1, daemon.ended());
    assertTrue(daemon.log(), daemon.log().contains("\nfeluccad: " + dropIn + ":3:3: "));
  }

  @Test
  public void whatCannotBeIsRefusedWhileTheDaemonRunsAndAllStaysAsItIs() throws Exception {
    String section = SCHEDULER + "  pause_threshold = 0.04\n";
    try (Daemon daemon = Daemon.configured(folder().resolve("d"), section)) {
      daemon.start();
      String good = Files.readString(daemon.config());
      String plugins = daemon.ctr("plugins", "ls").ok().out();
      refusedLive(daemon, good + "[oops\n", "9:6", "expected ]");
      refusedLive(daemon, good.replace("0.04", "'a lot'"), "8:3", "a lot");
      refusedLive(
          daemon,
          good.replace("pause_threshold", "pause_treshold"),
          "8:3",
          "unknown key \"pause_treshold\" (did you mean \"pause_threshold\"?)");
      refusedLive(
          daemon, "rooot = 'x'\n" + good, "1:1", "unknown key \"rooot\" (did you mean \"root\"?)");
      refusedLive(
          daemon,
          good.replace(daemon.root().toString(), "/elsewhere"),
          "2:1",
          "root cannot change while the daemon runs");
      refusedLive(
          daemon,
          good.replace(daemon.address(), "elsewhere.sock"),
          "6:3",
          "address \"elsewhere.sock\" is neither an absolute path nor unix:///path");
      refusedLive(
          daemon,
          good.replace("version = 2", "version = 2\ndisabled_plugins = [\"" + CONTENT + "\"]"),
          "2:21",
          "no plugin of type io.containerd.content.v1 would be left");
      assertEquals(plugins, daemon.ctr("plugins", "ls").ok().out());
      replace(daemon, good.replace("0.04", "0.05"));
      daemon.await(
          "the good one is applied",
          () -> daemon.log().contains("io.containerd.gc.v1.scheduler: replaced"));
      assertEquals(plugins, daemon.ctr("plugins", "ls").ok().out());
      assertEquals("", daemon.felucca("plugins", "reload").ok().err());
    }
  }

  /** By the file alone, by a signal and by a call: said each time, and the daemon goes on. */
  private static void refusedLive(Daemon daemon, String config, String place, String words)
      throws Exception {
    String logged = words.replace("\"", "\\\"");
    int before = count(daemon, logged);
    replace(daemon, config);
    daemon.await("the log says: " + logged, () -> count(daemon, logged) > before);
    int refusals = count(daemon, "reload refused: ");
    daemon.signal("HUP");
    daemon.await("reload refused", () -> count(daemon, "reload refused: ") > refusals);
    Command call = daemon.felucca("plugins", "reload");
    assertEquals(call.toString(), 1, call.code());
    String where = daemon.config() + ":" + place + ": ";
    assertTrue(call + " lacks " + where + words, call.err().contains(where));
    assertTrue(call + " lacks " + where + words, call.err().contains(words));
    assertTrue(daemon.log(), daemon.log().contains(where));
    daemon.ctr("namespaces", "ls").ok();
  }

  private static void replace(Daemon daemon, String config) throws IOException {
    Path next = daemon.folder().resolve("next");
    Files.writeString(next, config);
    Files.move(next, daemon.config(), StandardCopyOption.ATOMIC_MOVE);
  }

  private static int count(Daemon daemon, String words) {
    return daemon.log().split(Pattern.quote(words), -1).length - 1;
  }
}
