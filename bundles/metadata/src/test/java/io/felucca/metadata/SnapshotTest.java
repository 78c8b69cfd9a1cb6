package io.felucca.metadata;

import io.felucca.api.Fault.Kind;
import io.felucca.api.Scope;
import io.felucca.api.snapshot.Snapshotter;
import io.felucca.metadata.world.Reluctant;
import java.util.List;
import java.util.Map;

/** Short words for what tests of snapshots do. */
public abstract class SnapshotTest extends WorldTest {
  Reluctant reluctant() {
    Reluctant reluctant = new Reluctant(world.snapshotter);
    world.plugins.put(Snapshotter.KIND, "copy", reluctant);
    return reluctant;
  }

  Scope leased(String lease) {
    world.metadata.leases().create(ONE, lease, Map.of());
    return ONE.withLease(lease);
  }

  List<String> held(String lease) {
    return world.metadata.leases().resources(ONE, lease).stream()
        .map(resource -> resource.type() + " " + resource.id())
        .toList();
  }

  void assertNotRemovable(String key) {
    assertFault(
        Kind.FAILED_PRECONDITION,
        "cannot remove snapshot with child",
        () -> snapshots().remove(ONE, key));
  }
}
