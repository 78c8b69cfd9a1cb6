package io.felucca.services;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.protobuf.FieldMask;
import io.felucca.api.Fault.Kind;
import io.felucca.wire.snapshots.CleanupRequest;
import io.felucca.wire.snapshots.CommitSnapshotRequest;
import io.felucca.wire.snapshots.Info;
import io.felucca.wire.snapshots.ListSnapshotsRequest;
import io.felucca.wire.snapshots.MountsRequest;
import io.felucca.wire.snapshots.PrepareSnapshotRequest;
import io.felucca.wire.snapshots.RemoveSnapshotRequest;
import io.felucca.wire.snapshots.SnapshotsGrpc;
import io.felucca.wire.snapshots.SnapshotsGrpc.SnapshotsBlockingStub;
import io.felucca.wire.snapshots.StatSnapshotRequest;
import io.felucca.wire.snapshots.UpdateSnapshotRequest;
import io.felucca.wire.snapshots.UsageRequest;
import io.felucca.wire.snapshots.ViewSnapshotRequest;
import io.felucca.wire.types.Mount;
import java.util.ArrayList;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

public class SnapshotsServiceTest {
  private static final String NATIVE = "native";

  @Rule public final Daemon daemon = new Daemon();
  private SnapshotsBlockingStub snapshots;

  @Before
  public void connect() {
    snapshots = SnapshotsGrpc.newBlockingStub(daemon.channel());
  }

  @Test
  public void theLifeOfALayerAndAView() {
    List<Mount> writable = prepare("work", "");
    assertEquals("bind", writable.get(0).getType());
    assertEquals(writable, mounts("work"));
    commit("layer", "work");
    assertEquals(io.felucca.wire.snapshots.Kind.COMMITTED, stat("layer").getKind());
    Mount view =
        snapshots
            .view(
                ViewSnapshotRequest.newBuilder()
                    .setSnapshotter(NATIVE)
                    .setKey("look")
                    .setParent("layer")
                    .build())
            .getMounts(0);
    assertTrue(view.getOptionsList().contains("ro"));
    assertEquals("layer", stat("look").getParent());
    Faults.expect(Kind.FAILED_PRECONDITION, () -> remove("layer"));
    remove("look");
    remove("layer");
    Faults.expect(Kind.NOT_FOUND, () -> stat("layer"));
  }

  @Test
  public void aMissingSnapshotterIsInvalid() {
    assertEquals(
        "snapshotter argument missing",
        Faults.expect(Kind.INVALID_ARGUMENT, () -> statOf("", "a")));
    assertEquals(
        "snapshotter not loaded: nowhere",
        Faults.expect(Kind.INVALID_ARGUMENT, () -> statOf("nowhere", "a")));
  }

  @Test
  public void aTakenKeyIsRefused() {
    prepare("a", "");
    Faults.expect(Kind.ALREADY_EXISTS, () -> prepare("a", ""));
  }

  @Test
  public void labelsAreUpdatedByMaskAndNothingElseCanBe() {
    prepare("a", "");
    Info wanted = Info.newBuilder().setName("a").putLabels("k", "v").setParent("x").build();
    assertEquals("v", update(wanted, "labels.k").getLabelsOrThrow("k"));
    Faults.expect(Kind.INVALID_ARGUMENT, () -> update(wanted, "parent"));
  }

  @Test
  public void listsComeInBlocksOfAtMost100AndAreFiltered() {
    for (int i = 0; i < 101; i++) {
      prepare("a" + i, "");
    }
    List<Integer> sizes = new ArrayList<>();
    ListSnapshotsRequest.Builder all = ListSnapshotsRequest.newBuilder().setSnapshotter(NATIVE);
    snapshots.list(all.build()).forEachRemaining(block -> sizes.add(block.getInfoCount()));
    assertEquals(List.of(100, 1), sizes);
    Info found = snapshots.list(all.addFilters("name==a7").build()).next().getInfo(0);
    assertEquals("a7", found.getName());
  }

  @Test
  public void usageIsTold() {
    prepare("a", "");
    UsageRequest request = UsageRequest.newBuilder().setSnapshotter(NATIVE).setKey("a").build();
    assertTrue(snapshots.usage(request).getInodes() > 0);
  }

  @Test
  public void cleaningUpIsDoneOrNotImplemented() {
    CleanupRequest request = CleanupRequest.newBuilder().setSnapshotter(NATIVE).build();
    prepare("a", "");
    remove("a");
    snapshots.cleanup(request);
  }

  private List<Mount> prepare(String key, String parent) {
    return snapshots
        .prepare(
            PrepareSnapshotRequest.newBuilder()
                .setSnapshotter(NATIVE)
                .setKey(key)
                .setParent(parent)
                .build())
        .getMountsList();
  }

  private List<Mount> mounts(String key) {
    return snapshots
        .mounts(MountsRequest.newBuilder().setSnapshotter(NATIVE).setKey(key).build())
        .getMountsList();
  }

  private void commit(String name, String key) {
    snapshots.commit(
        CommitSnapshotRequest.newBuilder()
            .setSnapshotter(NATIVE)
            .setName(name)
            .setKey(key)
            .build());
  }

  private void remove(String key) {
    snapshots.remove(RemoveSnapshotRequest.newBuilder().setSnapshotter(NATIVE).setKey(key).build());
  }

  private Info stat(String key) {
    return statOf(NATIVE, key);
  }

  private Info statOf(String snapshotter, String key) {
    return snapshots
        .stat(StatSnapshotRequest.newBuilder().setSnapshotter(snapshotter).setKey(key).build())
        .getInfo();
  }

  private Info update(Info info, String path) {
    return snapshots
        .update(
            UpdateSnapshotRequest.newBuilder()
                .setSnapshotter(NATIVE)
                .setInfo(info)
                .setUpdateMask(FieldMask.newBuilder().addPaths(path))
                .build())
        .getInfo();
  }
}
