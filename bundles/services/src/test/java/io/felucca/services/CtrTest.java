package io.felucca.services;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import io.felucca.api.Digest;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;

/** The real client of another vendor against the services. */
public class CtrTest {
  @Rule public final Daemon daemon = new Daemon();
  private Ctr ctr;

  @BeforeClass
  public static void needCtr() {
    assumeTrue(Ctr.isInstalled());
  }

  @Before
  public void connect() {
    ctr = new Ctr(daemon.socket());
  }

  @Test
  public void versionAndPlugins() throws Exception {
    assertTrue(ctr.run("version").contains("2.4.0+felucca"));
    String plugins = ctr.run("plugins", "ls");
    assertTrue(plugins, plugins.matches("(?s).*native +linux/amd64 +ok.*"));
  }

  @Test
  public void namespaces() throws Exception {
    ctr.run("namespaces", "create", "a", "k=v");
    ctr.run("namespaces", "label", "a", "x=y");
    assertTrue(ctr.run("namespaces", "ls").matches("(?s).*a +k=v,x=y.*"));
    assertTrue(ctr.fail("namespaces", "create", "a").contains("already exists"));
    ctr.run("namespaces", "rm", "a");
    assertFalse(ctr.run("namespaces", "ls").contains("k=v"));
  }

  @Test
  public void contentComesBackAsItWent() throws Exception {
    byte[] bytes = new byte[5_000_000];
    new Random(7).nextBytes(bytes);
    Path file = Files.write(daemon.folder().resolve("blob"), bytes);
    String digest = Digest.of(bytes).toString();
    ingest(file, digest);
    assertTrue(ctr.run("content", "ls").contains(digest));
    Process get = ctr.start("content", "get", digest);
    assertEquals(digest, Digest.of(get.getInputStream().readAllBytes()).toString());
    ctr.run("content", "label", digest, "k=v");
    assertTrue(ctr.run("content", "ls").contains("k=v"));
    ctr.run("content", "rm", digest);
    assertFalse(ctr.run("content", "ls").contains(digest));
  }

  private void ingest(Path file, String digest) throws Exception {
    Process ingest = ctr.start("content", "ingest", "--expected-digest", digest, "ref");
    try (var in = ingest.getOutputStream()) {
      Files.copy(file, in);
    }
    String said = new String(ingest.getInputStream().readAllBytes());
    assertEquals(said, 0, ingest.waitFor());
  }

  @Test
  public void leases() throws Exception {
    ctr.run("leases", "create", "--id", "l", "k=v");
    assertTrue(ctr.run("leases", "ls").contains("k=v"));
    ctr.run("leases", "delete", "--sync", "l");
    assertFalse(ctr.run("leases", "ls").contains("k=v"));
  }

  @Test
  public void snapshots() throws Exception {
    ctr.run("snapshots", "--snapshotter", "native", "prepare", "work");
    ctr.run("snapshots", "--snapshotter", "native", "commit", "layer", "work");
    ctr.run("snapshots", "--snapshotter", "native", "view", "look", "layer");
    String listed = ctr.run("snapshots", "--snapshotter", "native", "ls");
    assertTrue(listed, listed.matches("(?s).*layer +Committed.*look +layer +View.*"));
    String refused = ctr.fail("snapshots", "--snapshotter", "native", "rm", "layer");
    assertTrue(refused, refused.contains("failed precondition"));
    ctr.run("snapshots", "--snapshotter", "native", "rm", "look");
    ctr.run("snapshots", "--snapshotter", "native", "rm", "layer");
    assertFalse(ctr.run("snapshots", "--snapshotter", "native", "ls").contains("layer"));
  }

  @Test
  public void tasksOfNobody() throws Exception {
    assertTrue(ctr.run("tasks", "ls").startsWith("TASK"));
    assertTrue(ctr.fail("tasks", "kill", "nobody").contains("not found"));
  }

  @Test
  public void eventsAreHeard() throws Exception {
    Process events = ctr.start("events");
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(events.getInputStream()))) {
      int n = 0;
      while (!lines.ready()) {
        ctr.run("namespaces", "create", "n" + n++);
      }
      String line = lines.readLine();
      assertTrue(line, line.contains("/namespaces/create"));
    } finally {
      events.destroy();
    }
  }
}
