package io.felucca.itests.host;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.felucca.itests.fixture.Blob;
import io.felucca.itests.fixture.BusyboxImage;
import io.felucca.itests.fixture.Command;
import io.felucca.itests.fixture.Leftovers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** The system's containerd on our snapshotters and our content store, which a host serves it. */
public class HostIT {
  private static final String LOOP = "while :; do date > /beat; sleep 0.1; done";

  private Path folder;
  private Host host;
  private Containerd containerd;

  @Before
  public void startBoth() throws Exception {
    folder = Files.createTempDirectory("felucca-host");
    host = new Host(folder.resolve("host"));
    host.start();
    String proxy = "[proxy_plugins.%s]\n  type = \"%s\"\n  address = \"%s\"\n";
    String both =
        proxy.formatted("fel", "snapshot", host.address())
            + proxy.formatted("store", "content", host.address());
    containerd =
        new Containerd(folder.resolve("containerd"), both, "io.containerd.content.v1.content");
    containerd.start();
    containerd
        .ctr("images", "import", "--snapshotter", "fel", BusyboxImage.archive().toString())
        .ok();
  }

  @After
  public void endBoth() throws Exception {
    try (Host last = host;
        Containerd first = containerd) {
      // both, whatever happens to one
    } finally {
      Leftovers.settled(folder).removeAndComplain();
    }
  }

  @Test
  public void containersRunAndAllBytesAreInTheHost() throws Exception {
    assertEquals("of the layer", run("one", "echo", "of the layer"));
    run("-d", "two", "sh", "-c", "echo written > /file; " + LOOP);
    assertEquals("written", exec("two", "cat", "/file"));
    assertTrue(host.ctr("snapshots", "ls").ok().out().contains("default/"));
    assertTrue(host.ctr("content", "ls", "-q").ok().lines().size() >= 4);
    try (Stream<Path> own = Files.list(containerd.folder.resolve("root"))) {
      assertFalse(own.anyMatch(path -> path.endsWith("io.containerd.content.v1.content")));
    }
  }

  @Test
  public void contentIsWrittenReadAndRemoved() throws Exception {
    // the one after the start, which would take what nobody refers to yet
    containerd.collect();
    Blob blob = Blob.of("some bytes");
    Path file = Files.writeString(folder.resolve("blob"), "some bytes");
    Command.run(
            folder,
            "sh",
            "-c",
            "ctr -a %s content ingest --expected-digest %s --expected-size 10 ref < %s"
                .formatted(containerd.address(), blob.digest(), file))
        .ok();
    assertEquals("some bytes", containerd.ctr("content", "get", blob.digest()).ok().out());
    assertEquals("some bytes", host.ctr("content", "get", blob.digest()).ok().out());
    containerd.ctr("content", "label", blob.digest(), "a=b").ok();
    assertTrue(containerd.ctr("content", "ls").ok().out().contains("a=b"));
    containerd.ctr("content", "rm", blob.digest()).ok();
    containerd.collect();
    assertFalse(hostContent().contains(blob.digest()));
  }

  @Test
  public void collectionOfTheOtherDaemonFreesWhatIsInTheHost() throws Exception {
    containerd.ctr("images", "rm", "--sync", BusyboxImage.NAME).ok();
    assertEquals("", hostContent().strip());
    assertEquals(1, host.ctr("snapshots", "ls").ok().lines().size());
    try (Stream<Path> left =
        Files.list(host.root().resolve("io.containerd.snapshotter.v1.overlayfs/snapshots"))) {
      assertEquals(0, left.count());
    }
  }

  @Test
  public void killedHostComesBackUnderRunningContainers() throws Exception {
    run("-d", "stays", "sh", "-c", LOOP);
    host.kill();
    assertEquals("still", exec("stays", "echo", "still"));
    assertFalse("no host, no snapshots", prepares("lost"));
    host.start();
    await("the other daemon finds the host", () -> prepares("found"));
    // by another connection
    await("and its content", () -> containerd.ctr("content", "ls", "-q").code() == 0);
    assertEquals("again", run("next", "echo", "again"));
    containerd.ctr("tasks", "rm", "-f", "stays").ok();
    containerd.ctr("containers", "rm", "stays").ok();
    containerd.collect();
    assertFalse(host.ctr("snapshots", "ls").ok().out().contains("stays"));
    assertEquals(0, host.stop());
  }

  @Test
  public void hostTellsOfItsPluginsAsADaemonDoes() throws Exception {
    String plugins = host.ctr("plugins", "ls").ok().out();
    assertTrue(plugins, plugins.matches("(?s).*snapshotter\\.v1 +overlayfs +linux/\\w+ +ok.*"));
    assertFalse(plugins, plugins.contains("error"));
    assertTrue(host.felucca("plugins", "ls").ok().out().contains("overlayfs"));
    Command refused = host.ctr("images", "ls");
    assertTrue(refused.toString(), refused.err().contains("not implemented"));
  }

  @Test
  public void hostWithoutAddressOrRootIsRefusedWithAHint() throws Exception {
    String program = host.command().get(0);
    Command refused = Command.run(folder, program, "--address", folder + "/s");
    assertEquals(2, refused.code());
    assertTrue(refused.err(), refused.err().contains("--address and --root are needed"));
    assertTrue(Command.run(folder, program, "--help").ok().out().contains("--snapshotter NAME"));
  }

  private boolean prepares(String key) throws Exception {
    return containerd.ctr("snapshots", "--snapshotter", "fel", "prepare", key).code() == 0;
  }

  private String run(String... arguments) throws Exception {
    boolean detached = arguments[0].equals("-d");
    String flags = detached ? "-d" : "--rm";
    Stream<String> line = Stream.of("run", flags, "--snapshotter", "fel", BusyboxImage.NAME);
    Stream<String> rest = Stream.of(arguments).skip(detached ? 1 : 0);
    return containerd.ctr(Stream.concat(line, rest).toArray(String[]::new)).ok().out().strip();
  }

  private String exec(String container, String... command) throws Exception {
    Stream<String> line =
        Stream.of("tasks", "exec", "--exec-id", "e" + System.nanoTime(), container);
    return containerd
        .ctr(Stream.concat(line, Stream.of(command)).toArray(String[]::new))
        .ok()
        .out()
        .strip();
  }

  private String hostContent() throws IOException, InterruptedException {
    return host.ctr("content", "ls", "-q").ok().out();
  }

  static void await(String what, Callable<Boolean> truth) throws Exception {
    for (int i = 0; i < 6000; i++) {
      if (truth.call()) {
        return;
      }
      Thread.sleep(20);
    }
    throw new AssertionError("never came true: " + what);
  }
}
