package io.felucca.itests.badinput;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.felucca.itests.fixture.Daemon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Configurations that cannot be, at the start and while the daemon runs. */
public class ConfigIT {
  private static final String SCHEDULER = "[plugins.\"io.containerd.gc.v1.scheduler\"]\n";

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  /** The daemon ends with 1, its last line says why, and it says so at length nowhere. */
  private void refusedAtStart(String config, String place, String... words) throws Exception {
    Daemon daemon = Daemon.configured(Files.createTempDirectory(folder(), "d"), "");
    Files.writeString(daemon.config(), config);
    daemon.launch(
        java.util.List.of(
            "--root", daemon.root().toString(), "--state", daemon.state().toString()));
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
    daemon.launch(java.util.List.of());
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
  public void whatCannotBeIsRefusedWhileTheDaemonRunsAndAllStaysAsItIs() throws Exception {
    try (Daemon daemon =
        Daemon.configured(folder().resolve("d"), SCHEDULER + "  pause_threshold = 0.04\n")) {
      daemon.start();
      String good = Files.readString(daemon.config());
      String plugins = daemon.ctr("plugins", "ls").out();
      refusedLive(daemon, good + "[oops\n", "expected ]");
      refusedLive(daemon, good.replace("0.04", "\\\"a lot\\\"").replace("\\", ""), "a lot");
      refusedLive(daemon, "rooot = \"x\"\n" + good, "(did you mean \\\"root\\\"?)");
      refusedLive(
          daemon,
          good.replace(daemon.root().toString(), "/elsewhere"),
          "root cannot change while the daemon runs");
      refusedLive(
          daemon,
          good.replace(daemon.address(), "/elsewhere.sock"),
          "cannot change while the daemon runs");
      refusedLive(
          daemon,
          good.replace(
              "version = 2",
              "version = 2\ndisabled_plugins = [\"io.containerd.content.v1.content\"]"),
          "cannot be disabled");
      assertEquals(plugins, daemon.ctr("plugins", "ls").out());
      replace(daemon, good.replace("0.04", "0.05"));
      daemon.await(
          "the good one is applied",
          () -> daemon.log().contains("io.containerd.gc.v1.scheduler: replaced"));
      assertEquals(plugins, daemon.ctr("plugins", "ls").out());
    }
  }

  /** By the file alone, and by a signal: said both times, and the daemon goes on. */
  private static void refusedLive(Daemon daemon, String config, String words) throws Exception {
    int before = count(daemon, words);
    replace(daemon, config);
    daemon.await("the log says: " + words, () -> count(daemon, words) > before);
    daemon.signal("HUP");
    daemon.await(
        "the log says it again: " + words,
        () -> daemon.log().contains("reload refused: ") && count(daemon, words) > before + 1);
    assertTrue(daemon.log().contains(daemon.config() + ":"));
    daemon.ctr("namespaces", "ls").ok();
  }

  private static void replace(Daemon daemon, String config) throws IOException {
    Path next = daemon.folder().resolve("next");
    Files.writeString(next, config);
    Files.move(next, daemon.config(), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }

  private static int count(Daemon daemon, String words) {
    return daemon.log().split(java.util.regex.Pattern.quote(words), -1).length - 1;
  }
}
