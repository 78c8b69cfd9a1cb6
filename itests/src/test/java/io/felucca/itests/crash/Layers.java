package io.felucca.itests.crash;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;

import io.felucca.itests.fixture.Blob;
import io.felucca.wire.snapshots.CommitSnapshotRequest;
import io.felucca.wire.snapshots.Info;
import io.felucca.wire.snapshots.Kind;
import io.felucca.wire.snapshots.ListSnapshotsRequest;
import io.felucca.wire.snapshots.PrepareSnapshotRequest;
import io.felucca.wire.snapshots.RemoveSnapshotRequest;
import io.felucca.wire.types.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * Prepares, fills, commits and removes snapshots of one snapshotter, each on top of an older one.
 */
final class Layers implements Load {
  private static final Map<String, String> ROOT = Map.of("containerd.io/gc.root", "yes");

  /**
   * A snapshot that was acknowledged.
   *
   * @param file what was written into it
   */
  private record Promise(String parent, Kind kind, Path file, byte[] content) {}

  private final Stage stage;
  private final String snapshotter;
  private final Random random;
  private final Map<String, Promise> promises = new LinkedHashMap<>();
  private String top = "";
  private int number;
  private int acknowledged;

  Layers(Stage stage, String snapshotter, Random random) {
    this.stage = stage;
    this.snapshotter = snapshotter;
    this.random = random;
  }

  @Override
  public void step() throws IOException {
    String key = "key-" + number;
    String name = "layer-" + number++;
    Path file = prepare(key).resolve("file");
    byte[] content = Blob.random(random, 1 + random.nextInt(5_000)).bytes();
    promise(key, new Promise(top, Kind.ACTIVE, file, null));
    Files.write(file, content);
    commit(name, key, new Promise(top, Kind.COMMITTED, file, content));
    if (number % 4 == 0) {
      remove(name);
    } else {
      top = number % 6 == 0 ? "" : name; // chains stay short
    }
  }

  private void promise(String name, Promise promise) {
    promises.put(name, promise);
    acknowledged++;
  }

  /** Where files of the new snapshot are written to. */
  private Path prepare(String key) {
    PrepareSnapshotRequest request =
        PrepareSnapshotRequest.newBuilder()
            .setSnapshotter(snapshotter)
            .setKey(key)
            .setParent(top)
            .putAllLabels(ROOT)
            .build();
    return upper(stage.rpc().snapshots().prepare(request).getMounts(0));
  }

  /** Where the files of an active snapshot are, without its parents'. */
  static Path upper(Mount mount) {
    return mount.getOptionsList().stream()
        .filter(option -> option.startsWith("upperdir="))
        .map(option -> Path.of(option.substring("upperdir=".length())))
        .findFirst()
        .orElseGet(() -> Path.of(mount.getSource()));
  }

  private void commit(String name, String key, Promise promise) {
    promises.remove(key);
    stage
        .rpc()
        .snapshots()
        .commit(
            CommitSnapshotRequest.newBuilder()
                .setSnapshotter(snapshotter)
                .setName(name)
                .setKey(key)
                .putAllLabels(ROOT)
                .build());
    promise(name, promise);
  }

  private void remove(String name) {
    promises.remove(name);
    RemoveSnapshotRequest request =
        RemoveSnapshotRequest.newBuilder().setSnapshotter(snapshotter).setKey(name).build();
    stage.rpc().snapshots().remove(request);
  }

  @Override
  public void check() throws IOException {
    Map<String, Info> listed = listed();
    for (Map.Entry<String, Promise> each : promises.entrySet()) {
      Info info = listed.get(each.getKey());
      assertNotNull("lost: " + each.getKey(), info);
      assertEquals(each.getValue().kind(), info.getKind());
      assertEquals(each.getValue().parent(), info.getParent());
      if (each.getValue().content() != null) {
        assertArrayEquals(each.getValue().content(), Files.readAllBytes(each.getValue().file()));
      }
    }
    for (Info info : listed.values()) {
      assertEquals(
          info.toString(),
          true,
          info.getParent().isEmpty() || listed.containsKey(info.getParent()));
    }
  }

  private Map<String, Info> listed() {
    Map<String, Info> all = new HashMap<>();
    ListSnapshotsRequest request =
        ListSnapshotsRequest.newBuilder().setSnapshotter(snapshotter).build();
    stage
        .rpc()
        .snapshots()
        .list(request)
        .forEachRemaining(
            page -> page.getInfoList().forEach(info -> all.put(info.getName(), info)));
    return all;
  }

  @Override
  public int acknowledged() {
    return acknowledged;
  }
}
