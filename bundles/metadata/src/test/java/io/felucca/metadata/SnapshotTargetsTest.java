package io.felucca.metadata;

import static org.junit.Assert.assertEquals;

import io.felucca.api.Fault;
import io.felucca.api.Fault.Kind;
import io.felucca.api.Mount;
import io.felucca.api.Scope;
import io.felucca.api.snapshot.SnapshotInfo;
import io.felucca.api.snapshot.SnapshotKind;
import io.felucca.api.snapshot.Snapshotter;
import io.felucca.metadata.world.Reluctant;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** Snapshots that are there already, or that a remote snapshotter has. */
public class SnapshotTargetsTest extends SnapshotTest {
  private static final String TARGET = "containerd.io/snapshot.ref";

  @Test
  public void aTargetThatIsThereNeedsNoPreparation() {
    layer(ONE, "chain", "", Map.of());
    Scope scope = leased("l");
    assertFault(
        Kind.ALREADY_EXISTS,
        "target snapshot \"chain\"",
        () -> snapshots().prepare(scope, "extract", "", Map.of(TARGET, "chain")));
    assertEquals(List.of("snapshots/copy chain"), held("l"));
    assertEquals(1, inBackend().size());
  }

  @Test
  public void aTargetThatIsNotThereIsPreparedAsUsual() {
    snapshots().prepare(ONE, "extract", "", Map.of(TARGET, "chain"));
    snapshots().commit(ONE, "chain", "extract", Map.of(TARGET, "chain"), "");
    assertEquals("chain", inBackend().get(0).labels().get(TARGET));
  }

  /** A remote snapshotter: it has every target already, under the target's own name. */
  private static final class Remote extends Reluctant {
    Remote(Snapshotter real) {
      super(real);
    }

    @Override
    public List<Mount> prepare(Scope scope, String key, String parent, Map<String, String> labels) {
      String target = labels.get(TARGET);
      List<Mount> mounts = super.prepare(scope, key, parent, labels);
      if (target != null) {
        real.commit(scope, "remote " + target, key, Map.of(TARGET, target, "its", "own"), "");
        throw Fault.exists("snapshot %s", target);
      }
      return mounts;
    }
  }

  @Test
  public void whatARemoteSnapshotterHasIsAdopted() {
    world.plugins.put(Snapshotter.KIND, "copy", new Remote(world.snapshotter));
    layer(ONE, "base", "", Map.of());
    Scope scope = leased("l");
    assertFault(
        Kind.ALREADY_EXISTS,
        "target snapshot \"chain\" from snapshotter",
        () ->
            snapshots().prepare(scope, "extract", "base", Map.of(TARGET, "chain", "mine", "too")));
    SnapshotInfo adopted = snapshots().stat(ONE, "chain");
    assertEquals(SnapshotKind.COMMITTED, adopted.kind());
    assertEquals("base", adopted.parent());
    assertEquals(Map.of(TARGET, "chain", "its", "own", "mine", "too"), adopted.labels());
    assertEquals(List.of("snapshots/copy chain"), held("l"));
    world.metadata.collect();
    snapshots().prepare(ONE, "a", "chain", Map.of());
    assertNotRemovable("chain");
  }

  @Test
  public void aBackendWithoutTheTargetItClaimsIsNotBelieved() {
    Reluctant reluctant = reluctant();
    reluctant.before =
        call -> {
          if (call.equals("prepare")) {
            throw Fault.exists("have it");
          }
        };
    assertFault(
        Kind.NOT_FOUND,
        "target snapshot \"chain\" in backend",
        () -> snapshots().prepare(ONE, "extract", "", Map.of(TARGET, "chain")));
    assertFault(
        Kind.UNKNOWN,
        "unexpected error from snapshotter: have it",
        () -> snapshots().prepare(ONE, "a", "", Map.of()));
    assertEquals(List.of(), keys(ONE));
  }
}
