package io.felucca.wire.convert;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;

import com.google.protobuf.Timestamp;
import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.FieldPaths;
import io.felucca.api.Mount;
import io.felucca.api.TypedValue;
import io.felucca.api.container.Container;
import io.felucca.api.content.ContentInfo;
import io.felucca.api.content.IngestStatus;
import io.felucca.api.diff.ApplyOptions;
import io.felucca.api.diff.DiffOptions;
import io.felucca.api.image.Image;
import io.felucca.api.lease.Lease;
import io.felucca.api.lease.LeaseResource;
import io.felucca.api.namespace.Namespace;
import io.felucca.api.plugin.PluginInfo;
import io.felucca.api.plugin.PluginState;
import io.felucca.api.snapshot.SnapshotInfo;
import io.felucca.api.snapshot.SnapshotKind;
import io.felucca.api.snapshot.Usage;
import io.felucca.api.task.CreateTask;
import io.felucca.api.task.ExecSpec;
import io.felucca.api.task.ProcessInfo;
import io.felucca.api.task.ProcessState;
import io.felucca.api.task.RuntimeInfo;
import io.felucca.api.task.TaskIo;
import io.felucca.api.task.TaskMetric;
import io.felucca.api.task.TaskStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class ConvertTest {
  private static final Instant EARLY = Instant.parse("2026-01-02T03:04:05.000000006Z");
  private static final Instant LATE = EARLY.plusSeconds(60);
  private static final Digest DIGEST = Digest.of("x".getBytes());
  private static final Map<String, String> LABELS = Map.of("a.b/c", "d");
  private static final TypedValue VALUE = new TypedValue("some.Type", new byte[] {1, 2});
  private static final TaskIo IO = new TaskIo("/in", "/out", "", true);
  private static final Mount MOUNT = new Mount("bind", "/a", "/b", List.of("ro", "rbind"));
  private static final Descriptor DESCRIPTOR = new Descriptor("text/plain", DIGEST, 1, LABELS);

  @Test
  public void descriptorsComeBackAsTheyWent() {
    assertEquals(DESCRIPTOR, DescriptorWire.fromWire(DescriptorWire.toWire(DESCRIPTOR)));
  }

  @Test
  public void anAbsentDigestIsNullAndAMalformedOneInvalid() {
    assertNull(DescriptorWire.digestFromWire(""));
    Fault fault = assertThrows(Fault.class, () -> DescriptorWire.digestFromWire("sha256:zz"));
    assertEquals(Fault.Kind.INVALID_ARGUMENT, fault.kind());
  }

  @Test
  public void mountsComeBackAsTheyWent() {
    assertEquals(List.of(MOUNT), MountWire.fromWire(MountWire.toWire(List.of(MOUNT))));
  }

  @Test
  public void containersComeBackAsTheyWent() {
    Container full =
        new Container(
            "c",
            LABELS,
            "img",
            "rt",
            VALUE,
            VALUE,
            "sn",
            "key",
            "sb",
            Map.of("e", VALUE),
            EARLY,
            LATE);
    assertEquals(full, ContainerWire.fromWire(ContainerWire.toWire(full)));
    Container bare =
        new Container("c", Map.of(), "", "", null, null, "", "", "", Map.of(), null, null);
    assertEquals(bare, ContainerWire.fromWire(ContainerWire.toWire(bare)));
    assertFalse(ContainerWire.toWire(bare).hasSpec());
  }

  @Test
  public void contentComesBackAsItWent() {
    ContentInfo info = new ContentInfo(DIGEST, 7, EARLY, LATE, LABELS);
    assertEquals(info, ContentWire.fromWire(ContentWire.toWire(info)));
    IngestStatus status = new IngestStatus("ref", 3, 7, null, EARLY, LATE);
    assertEquals(status, ContentWire.fromWire(ContentWire.toWire(status)));
  }

  @Test
  public void imagesComeBackAsTheyWent() {
    Image image = new Image("n", LABELS, DESCRIPTOR, EARLY, LATE);
    assertEquals(image, ImageWire.fromWire(ImageWire.toWire(image)));
  }

  @Test
  public void leasesComeBackAsTheyWent() {
    Lease lease = new Lease("l", EARLY, LABELS);
    assertEquals(lease, LeaseWire.fromWire(LeaseWire.toWire(lease)));
    LeaseResource resource = new LeaseResource("snapshots/native", "k");
    assertEquals(resource, LeaseWire.fromWire(LeaseWire.toWire(resource)));
  }

  @Test
  public void namespacesComeBackAsTheyWent() {
    Namespace namespace = new Namespace("n", LABELS);
    assertEquals(namespace, NamespaceWire.fromWire(NamespaceWire.toWire(namespace)));
  }

  @Test
  public void snapshotsOfEveryKindComeBackAsTheyWent() {
    for (SnapshotKind kind : SnapshotKind.values()) {
      SnapshotInfo info = new SnapshotInfo(kind, "n", "p", LABELS, EARLY, LATE);
      assertEquals(info, SnapshotWire.fromWire(SnapshotWire.toWire(info)));
    }
    Usage usage = new Usage(3, 4096);
    assertEquals(usage, SnapshotWire.fromWire(SnapshotWire.toWire(usage)));
  }

  @Test
  public void processesInEveryStateComeBackAsTheyWent() {
    for (TaskStatus status : TaskStatus.values()) {
      ProcessState exec = new ProcessState("c", "e", 12, status, IO, 137, LATE);
      assertEquals(exec, TaskWire.fromWire(TaskWire.toWire(exec)));
      ProcessState first = new ProcessState("c", "", 12, status, IO, 0, null);
      assertEquals("c", TaskWire.toWire(first).getId());
      assertEquals(first, TaskWire.fromWire(TaskWire.toWire(first)));
    }
  }

  @Test
  public void taskRequestsComeBackAsTheyWent() {
    CreateTask create = new CreateTask("c", List.of(MOUNT), IO, DESCRIPTOR, VALUE, "/bin/shim");
    assertEquals(create, TaskRequests.fromWire(TaskRequests.toWire(create)));
    CreateTask bare = new CreateTask("c", List.of(), IO, null, null, "");
    assertEquals(bare, TaskRequests.fromWire(TaskRequests.toWire(bare)));
    ExecSpec exec = new ExecSpec("e", IO, VALUE);
    assertEquals(exec, TaskRequests.fromWire(TaskRequests.toWire("c", exec)));
  }

  @Test
  public void whatRuntimesTellComesBackAsItWent() {
    ProcessInfo info = new ProcessInfo(12, VALUE);
    assertEquals(info, TaskWire.fromWire(TaskWire.toWire(info)));
    TaskMetric metric = new TaskMetric("c", EARLY, VALUE);
    assertEquals(metric, TaskWire.fromWire(TaskWire.toWire(metric)));
    RuntimeInfo runtime = new RuntimeInfo("runc", "1.1", "abc", VALUE, null, LABELS);
    assertEquals(runtime, TaskWire.fromWire(TaskWire.toWire(runtime)));
  }

  @Test
  public void diffRequestsComeBackAsTheyWent() {
    ApplyOptions apply = new ApplyOptions(Map.of("p", VALUE), true);
    assertEquals(apply, DiffWire.fromWire(DiffWire.toWire(DESCRIPTOR, List.of(MOUNT), apply)));
    DiffOptions diff = new DiffOptions("mt", "ref", LABELS, Instant.EPOCH);
    assertEquals(diff, DiffWire.fromWire(DiffWire.toWire(List.of(), List.of(MOUNT), diff)));
  }

  @Test
  public void pluginsInEveryStateComeBackAsTheyWent() {
    for (PluginState state : PluginState.values()) {
      PluginInfo info =
          new PluginInfo("t", "i", List.of("r"), LABELS, List.of("c"), state, "why", EARLY, "b 1");
      assertEquals(info, PluginWire.fromWire(PluginWire.toWire(info)));
    }
  }

  @Test
  public void labelKeysWithDotsAndSlashesStayWholeInMasks() {
    FieldPaths paths = FieldPaths.of("labels.containerd.io/gc.root", "image");
    assertEquals(paths, Masks.fromWire(Masks.toWire(paths)));
  }

  @Test
  public void absentTimesAndGosZeroTimeAreNullButTheEpochIsNot() {
    Timestamp zero = Timestamp.getDefaultInstance();
    assertNull(Times.fromWire(false, zero));
    assertEquals(Instant.EPOCH, Times.fromWire(true, zero));
    Timestamp goZero = Timestamp.newBuilder().setSeconds(-62135596800L).build();
    assertNull(Times.fromWire(true, goZero));
  }
}
