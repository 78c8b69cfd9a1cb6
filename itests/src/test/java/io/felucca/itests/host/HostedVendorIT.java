package io.felucca.itests.host;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.itests.fixture.BusyboxImage;
import io.felucca.itests.fixture.Daemon;
import io.felucca.itests.fixture.Leftovers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/**
 * A vendor's jar, and our own content store, in a host beside our daemon and in the daemon itself:
 * the same jar, the same data.
 */
public class HostedVendorIT {
  private static final String PLUGIN = "io.containerd.snapshotter.v1.acme";
  private static final Path JAR = Path.of(System.getProperty("it.vendor"));
  private static final String LOOP = "while :; do date > /beat; sleep 0.1; done";

  private Path folder;
  private Host host;
  private Daemon daemon;

  @Before
  public void makeFolder() throws IOException {
    folder = Files.createTempDirectory("felucca-vendor");
    host = new Host(folder.resolve("host"));
  }

  @After
  public void endBoth() throws Exception {
    try (Host last = host;
        Daemon first = daemon) {
      // both, whatever happens to one
    } finally {
      Leftovers.settled(folder).removeAndComplain();
    }
  }

  @Test
  public void pluginMovesIntoTheDaemonAndOutAgainUnderARunningContainer() throws Exception {
    drop(host.plugins());
    host.start();
    startDaemon(proxy("acme", "snapshot"));
    run("-d", "stays", "sh", "-c", LOOP);

    assertEquals(0, host.stop());
    share(host.root(), daemon.root());
    Path jar = drop(daemon.root().resolve("felucca-plugins"));
    daemon.configure("");
    awaitOrigin("acme-snapshotter");
    assertEquals("inside", run("--rm", "second", "echo", "inside"));
    exec("stays");

    Files.delete(jar);
    host.start();
    daemon.configure(proxy("acme", "snapshot"));
    awaitOrigin("io.felucca.proxy.snapshotter");
    assertEquals("outside", run("--rm", "third", "echo", "outside"));
    exec("stays");
    removeContainer();
  }

  @Test
  public void pluginMovesOutOfTheDaemonThatItBeganIn() throws Exception {
    daemon = Daemon.configured(folder.resolve("daemon"), "");
    Path jar = drop(daemon.root().resolve("felucca-plugins"));
    startDaemon("");
    run("-d", "stays", "sh", "-c", LOOP);

    Files.createDirectories(host.root());
    share(daemon.root(), host.root());
    drop(host.plugins());
    Files.delete(jar);
    host.start();
    daemon.configure(proxy("acme", "snapshot"));
    awaitOrigin("io.felucca.proxy.snapshotter");
    assertEquals("outside", run("--rm", "second", "echo", "outside"));
    exec("stays");
    removeContainer();
  }

  @Test
  public void hostKeepsTheContentOfOurDaemonToo() throws Exception {
    drop(host.plugins());
    host.start();
    startDaemon(
        "disabled_plugins = [\"io.containerd.content.v1.content\"]\n"
            + proxy("store", "content")
            + proxy("acme", "snapshot"));
    assertEquals("there", run("--rm", "one", "echo", "there"));
    assertTrue(host.ctr("content", "ls", "-q").ok().lines().size() >= 4);
    daemon.ctr("images", "rm", "--sync", BusyboxImage.NAME).ok();
    assertEquals("", host.ctr("content", "ls", "-q").ok().out().strip());
  }

  private void startDaemon(String config) throws Exception {
    if (daemon == null) {
      daemon = Daemon.configured(folder.resolve("daemon"), config);
    }
    daemon.start();
    daemon.ctr("images", "import", "--snapshotter", "acme", BusyboxImage.archive().toString()).ok();
  }

  private String proxy(String name, String type) {
    return "[proxy_plugins.%s]\n  type = \"%s\"\n  address = \"%s\"\n"
        .formatted(name, type, host.address());
  }

  private static Path drop(Path plugins) throws IOException {
    Files.createDirectories(plugins);
    return Files.copy(JAR, plugins.resolve("acme.jar"));
  }

  /** Data stays where it was first; the other one is led there. */
  private static void share(Path from, Path to) throws IOException {
    Files.createSymbolicLink(to.resolve(PLUGIN), from.resolve(PLUGIN));
  }

  private void awaitOrigin(String origin) throws Exception {
    HostIT.await(
        "acme of " + origin,
        () ->
            daemon.felucca("plugins", "ls").lines().stream()
                .anyMatch(line -> line.matches(".*v1 +acme +ok .*" + origin + ".*")));
  }

  private String run(String mode, String container, String... command) throws Exception {
    Stream<String> line =
        Stream.of("run", mode, "--snapshotter", "acme", BusyboxImage.NAME, container);
    return daemon
        .ctr(Stream.concat(line, Stream.of(command)).toArray(String[]::new))
        .ok()
        .out()
        .strip();
  }

  private void exec(String container) throws Exception {
    daemon
        .ctr("tasks", "exec", "--exec-id", "e" + System.nanoTime(), container, "cat", "/beat")
        .ok();
  }

  private void removeContainer() throws Exception {
    daemon.ctr("tasks", "rm", "-f", "stays").ok();
    daemon.ctr("containers", "rm", "stays").ok();
  }
}
