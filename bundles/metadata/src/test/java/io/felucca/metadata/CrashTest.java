package io.felucca.metadata;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.filter.Filter;
import io.felucca.api.namespace.Namespace;
import io.felucca.api.snapshot.SnapshotInfo;
import io.felucca.api.snapshot.SnapshotKind;
import io.felucca.metadata.db.Database;
import io.felucca.metadata.db.Ingest;
import io.felucca.metadata.world.CrashLoad;
import io.felucca.metadata.world.TestWorld;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.Test;

public class CrashTest extends WorldTest {
  private static final int LIVES = 3;

  private final Random random = new Random();

  /** What was acknowledged and not taken away again, as {@code kind namespace name}. */
  private final Set<String> promised = new LinkedHashSet<>();

  @Test
  public void nothingAcknowledgedIsLostAndNothingElseStays() throws Exception {
    world.close();
    for (int life = 0; life < LIVES; life++) {
      liveAndDie("life" + life);
      world = new TestWorld(root);
      checkPromises();
      world.metadata.collect();
      checkPromises();
      checkNoOrphans();
      world.close();
    }
    world = new TestWorld(root);
    checkEverythingCanBeRemoved();
  }

  private void liveAndDie(String life) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(CrashLoad.class.getName(), root.toString(), life));
    Process process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    int lines = 40 + random.nextInt(200);
    try (BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream()))) {
      for (int i = 0; i < lines; i++) {
        note(output.readLine());
      }
      // through the handle, because the process itself would close the stream
      process.toHandle().destroyForcibly();
      // what it could still say was acknowledged, too
      output.lines().forEach(this::note);
    }
    process.waitFor();
  }

  private void note(String line) {
    if (line == null) {
      throw new AssertionError("the program ended by itself");
    }
    if (line.startsWith("+ ")) {
      promised.add(line.substring(2));
    } else if (line.startsWith("- ")) {
      promised.remove(line.substring(2));
    }
  }

  private void checkPromises() {
    for (String promise : promised) {
      String[] words = promise.split(" ", 3);
      check(words[0], Scope.of(words[1]), words[2]);
    }
  }

  private void check(String kind, Scope scope, String name) {
    switch (kind) {
      case "blob" -> checkBlob(scope, name);
      case "image" -> world.metadata.images().get(scope, name);
      case "key" -> checkSnapshot(scope, name, SnapshotKind.ACTIVE);
      default -> checkSnapshot(scope, name, SnapshotKind.COMMITTED);
    }
  }

  private void checkBlob(Scope scope, String text) {
    Digest digest = Digest.of(text.getBytes(StandardCharsets.UTF_8));
    assertEquals(text.length(), content().info(scope, digest).size());
    var descriptor = io.felucca.api.Descriptor.of("", digest, 0);
    try (var reader = content().reader(scope, descriptor)) {
      var into = java.nio.ByteBuffer.allocate(text.length());
      reader.read(into, 0);
      assertEquals(text, new String(into.array(), StandardCharsets.UTF_8));
    }
  }

  private void checkSnapshot(Scope scope, String name, SnapshotKind kind) {
    assertEquals(name, kind, snapshots().stat(scope, name).kind());
  }

  private List<Scope> scopes() {
    return world.metadata.namespaces().list(Scope.daemon()).stream()
        .map(Namespace::name)
        .map(Scope::of)
        .toList();
  }

  private void checkNoOrphans() {
    Set<String> known = new HashSet<>();
    int snapshots = 0;
    for (Scope scope : scopes()) {
      known.addAll(blobs(scope));
      List<SnapshotInfo> listed = new ArrayList<>();
      snapshots().list(scope, Filter.ALL, listed::add);
      snapshots += listed.size();
      for (SnapshotInfo info : listed) {
        assertTrue(info.toString(), info.parent().isEmpty() || isThere(scope, info.parent()));
      }
    }
    Set<String> kept = standIns();
    Set<String> strangers = new HashSet<>();
    bytes().forEach(digest -> strangers.add(digest.toString()));
    strangers.removeAll(known);
    // what a commit cut off between bytes and record has left is gone
    assertTrue(strangers + " not in " + kept, kept.containsAll(strangers));
    assertTrue(kept.toString(), kept.size() <= CrashLoad.THREADS * LIVES);
    assertEquals(snapshots, inBackend().size());
  }

  /** The blobs for which an ingest stands, in a namespace that has not committed it yet. */
  private Set<String> standIns() {
    Set<String> digests = new HashSet<>();
    try (Database database = new Database(root.resolve("metadata/meta.db"), false)) {
      database.view(
          all -> {
            all.names().forEach(name -> all.space(name).ingests().each(i -> note(digests, i)));
            return null;
          });
    }
    return digests;
  }

  private static void note(Set<String> digests, Ingest ingest) {
    if (ingest.shared() != null) {
      digests.add(ingest.shared().toString());
    }
  }

  private boolean isThere(Scope scope, String name) {
    return snapshots().stat(scope, name).kind() == SnapshotKind.COMMITTED;
  }

  /** Nothing but its children keeps a snapshot: the index of children is right. */
  private void checkEverythingCanBeRemoved() {
    for (Scope scope : scopes()) {
      List<String> left = keys(scope);
      while (!left.isEmpty()) {
        int before = left.size();
        left.forEach(key -> removeIfChildless(scope, key));
        left = keys(scope);
        assertTrue(left.toString(), left.size() < before);
      }
    }
  }

  private void removeIfChildless(Scope scope, String key) {
    try {
      snapshots().remove(scope, key);
    } catch (Fault e) {
      assertEquals(Fault.Kind.FAILED_PRECONDITION, e.kind());
    }
  }
}
