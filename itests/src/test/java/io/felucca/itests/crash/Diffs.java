package io.felucca.itests.crash;

import static org.junit.Assert.assertEquals;

import io.felucca.itests.fixture.Blob;
import io.felucca.wire.diff.DiffGrpc;
import io.felucca.wire.diff.DiffRequest;
import io.felucca.wire.leases.CreateRequest;
import io.felucca.wire.snapshots.CommitSnapshotRequest;
import io.felucca.wire.snapshots.MountsRequest;
import io.felucca.wire.snapshots.PrepareSnapshotRequest;
import io.felucca.wire.snapshots.ViewSnapshotRequest;
import io.felucca.wire.types.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Compares two snapshots, for which the daemon has to mount one of them; what comes of it is always
 * the same blob.
 */
final class Diffs implements Load {
  private static final Map<String, String> ROOT = Map.of("containerd.io/gc.root", "yes");
  private static final String SNAPSHOTTER = "overlayfs";
  private static final String TYPE = "application/vnd.oci.image.layer.v1.tar+gzip";

  /** Or a collection might take the layer before the call has told what it is. */
  private static final String LEASE = "diffs";

  private static final int SECONDS = 60;

  private final Stage stage;
  private final Random random;
  private final String digest;
  private int number;
  private int acknowledged;

  /** Makes the snapshots: two layers, and one more on top that stays active. */
  Diffs(Stage stage, Random random) throws IOException {
    this.stage = stage;
    this.random = random;
    layer("diff-base", "");
    layer("diff-middle", "diff-base");
    fill(prepare("diff-top", "diff-middle"));
    stage
        .rpc()
        .snapshots()
        .view(
            ViewSnapshotRequest.newBuilder()
                .setSnapshotter(SNAPSHOTTER)
                .setKey("diff-left")
                .setParent("diff-base")
                .putAllLabels(ROOT)
                .build());
    stage.rpc().leases().create(CreateRequest.newBuilder().setId(LEASE).build());
    digest = diff();
  }

  private void layer(String name, String parent) throws IOException {
    fill(prepare(name + "-key", parent));
    stage
        .rpc()
        .snapshots()
        .commit(
            CommitSnapshotRequest.newBuilder()
                .setSnapshotter(SNAPSHOTTER)
                .setName(name)
                .setKey(name + "-key")
                .putAllLabels(ROOT)
                .build());
  }

  private Path prepare(String key, String parent) {
    return Layers.upper(
        stage
            .rpc()
            .snapshots()
            .prepare(
                PrepareSnapshotRequest.newBuilder()
                    .setSnapshotter(SNAPSHOTTER)
                    .setKey(key)
                    .setParent(parent)
                    .putAllLabels(ROOT)
                    .build())
            .getMounts(0));
  }

  private void fill(Path folder) throws IOException {
    for (int i = 0; i < 150; i++) {
      Path file = folder.resolve("file-" + random.nextInt(1_000));
      Files.write(file, Blob.random(random, 1 + random.nextInt(9_000)).bytes());
    }
  }

  private List<Mount> mounts(String key) {
    MountsRequest request =
        MountsRequest.newBuilder().setSnapshotter(SNAPSHOTTER).setKey(key).build();
    return stage.rpc().snapshots().mounts(request).getMountsList();
  }

  private String diff() {
    DiffRequest request =
        DiffRequest.newBuilder()
            .addAllLeft(mounts("diff-left"))
            .addAllRight(mounts("diff-top"))
            .setMediaType(TYPE)
            .setRef("diff-" + number++)
            .build();
    return DiffGrpc.newBlockingStub(stage.rpc().leased(LEASE))
        .withDeadlineAfter(SECONDS, TimeUnit.SECONDS)
        .diff(request)
        .getDiff()
        .getDigest();
  }

  @Override
  public void step() {
    assertEquals(digest, diff());
    acknowledged++;
  }

  @Override
  public void check() {
    assertEquals(digest, diff());
  }

  @Override
  public int acknowledged() {
    return acknowledged;
  }
}
