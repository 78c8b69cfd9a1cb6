package io.felucca.metadata;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault.Kind;
import io.felucca.api.FieldPaths;
import io.felucca.api.Scope;
import io.felucca.api.TypedValue;
import io.felucca.api.container.Container;
import io.felucca.api.container.Containers;
import io.felucca.api.filter.Filter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class ContainersTest extends WorldTest {
  private static final TypedValue SPEC = new TypedValue("spec", new byte[] {1, 2, 3});
  private static final TypedValue OTHER = new TypedValue("other", new byte[] {-1});

  private Containers containers() {
    return world.metadata.containers();
  }

  static Container container(String id, Map<String, String> labels) {
    return new Container(
        id,
        labels,
        "busybox",
        "io.containerd.runc.v2",
        OTHER,
        SPEC,
        "copy",
        "snapshot of " + id,
        "pod",
        Map.of("ext", OTHER, "a.b/c", SPEC),
        Instant.EPOCH,
        Instant.EPOCH);
  }

  /** The same without runtime options, snapshot and extensions. */
  private static Container bare(String id, String runtime, TypedValue spec, String snapshotter) {
    return new Container(
        id,
        Map.of("l", "new"),
        "alpine",
        runtime,
        null,
        spec,
        snapshotter,
        "",
        "",
        Map.of(),
        Instant.EPOCH,
        Instant.EPOCH);
  }

  private List<String> ids(Scope scope, String... filters) {
    List<String> ids = new ArrayList<>();
    containers().list(scope, Filter.parse(List.of(filters)), container -> ids.add(container.id()));
    return ids;
  }

  @Test
  public void createdContainersAreRead() {
    Container created = containers().create(ONE, container("c1", Map.of("a", "1", "b", "")));
    assertEquals(Map.of("a", "1"), created.labels());
    assertEquals(created.createdAt(), created.updatedAt());
    assertEquals(created, containers().get(ONE, "c1"));
    Container bare = containers().create(ONE, bare("c2", "r", SPEC, ""));
    reopen();
    assertEquals(created, containers().get(ONE, "c1"));
    assertEquals(bare, containers().get(ONE, "c2"));
  }

  @Test
  public void unknownContainersAreNotFound() {
    assertFault(
        Kind.NOT_FOUND, "container \"c1\" in namespace \"one\"", () -> containers().get(ONE, "c1"));
    assertFault(Kind.NOT_FOUND, "container c1", () -> containers().delete(ONE, "c1"));
    assertFault(
        Kind.NOT_FOUND,
        "container \"c1\"",
        () -> containers().update(ONE, container("c1", Map.of()), FieldPaths.all()));
  }

  @Test
  public void containersAreListedInOrderAcrossPages() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      String id = String.format("c%03d", i * 7 % 600);
      all.add(id);
      containers().create(ONE, container(id, Map.of("odd", "" + i % 2)));
    }
    all.sort(null);
    assertEquals(all, ids(ONE));
    assertEquals(List.of("c007"), ids(ONE, "id==c007"));
    assertEquals(600, ids(ONE, "image==busybox,runtime.name~=runc").size());
    assertEquals(300, ids(ONE, "labels.odd==1").size());
    assertEquals(List.of(), ids(TWO));
  }

  @Test
  public void exactlyOnePageIsListedOnce() {
    for (int i = 0; i < 256; i++) {
      containers().create(ONE, bare(String.format("c%03d", i), "r", SPEC, ""));
    }
    assertEquals(256, ids(ONE).size());
  }

  @Test
  public void containersMayGoWhileTheyAreListed() {
    for (int i = 0; i < 300; i++) {
      containers().create(ONE, bare(String.format("c%03d", i), "r", SPEC, ""));
    }
    containers().list(ONE, Filter.ALL, container -> containers().delete(ONE, container.id()));
    assertEquals(List.of(), ids(ONE));
  }

  @Test
  public void malformedContainersAreRefused() {
    assertInvalid(
        "container.ID: identifier \"no id\" must match"
            + " ^[A-Za-z0-9]+(?:[._-](?:[A-Za-z0-9]+))*$",
        bare("no id", "r", SPEC, ""));
    assertInvalid("container.Runtime.Name must be set", bare("c", "", SPEC, ""));
    assertInvalid("container.Spec must be set", bare("c", "r", null, ""));
    Container key = container("c", Map.of());
    assertInvalid(
        "container.Snapshotter must be set if container.SnapshotKey is set",
        new Container(
            "c",
            Map.of(),
            "",
            "r",
            null,
            SPEC,
            "",
            "key",
            "",
            Map.of(),
            key.createdAt(),
            key.updatedAt()));
    assertInvalid(
        "container.Extension keys must not be zero-length",
        new Container(
            "c",
            Map.of(),
            "",
            "r",
            null,
            SPEC,
            "",
            "",
            "",
            Map.of("", SPEC),
            key.createdAt(),
            key.updatedAt()));
  }

  private void assertInvalid(String message, Container container) {
    assertFault(
        Kind.INVALID_ARGUMENT,
        "create container failed validation: " + message,
        () -> containers().create(ONE, container));
  }

  @Test
  public void takenIdsAreRefused() {
    containers().create(ONE, container("c1", Map.of()));
    assertFault(
        Kind.ALREADY_EXISTS,
        "container \"c1\"",
        () -> containers().create(ONE, container("c1", Map.of())));
    containers().create(TWO, container("c1", Map.of()));
  }

  @Test
  public void updatesWithoutPathsReplaceWhatMayChange() {
    Container created = containers().create(ONE, container("c1", Map.of("a", "1")));
    Container given = bare("c1", created.runtime(), OTHER, "copy");
    Container updated = containers().update(ONE, given, FieldPaths.all());
    assertEquals("alpine", updated.image());
    assertEquals(OTHER, updated.spec());
    assertEquals("", updated.snapshotKey());
    assertEquals(Map.of(), updated.extensions());
    assertEquals(Map.of("l", "new"), updated.labels());
    assertEquals("pod", updated.sandbox());
    assertEquals(OTHER, updated.runtimeOptions());
    assertEquals(created.createdAt(), updated.createdAt());
    assertTrue(updated.updatedAt().isAfter(created.updatedAt()));
    assertEquals(updated, containers().get(ONE, "c1"));
  }

  @Test
  public void immutableFieldsAreRefusedWithoutPaths() {
    containers().create(ONE, container("c1", Map.of()));
    assertFault(
        Kind.INVALID_ARGUMENT,
        "container.Snapshotter field is immutable",
        () ->
            containers()
                .update(ONE, bare("c1", "io.containerd.runc.v2", SPEC, "other"), FieldPaths.all()));
    assertFault(
        Kind.INVALID_ARGUMENT,
        "container.Runtime.Name field is immutable",
        () -> containers().update(ONE, bare("c1", "kata", SPEC, "copy"), FieldPaths.all()));
  }

  @Test
  public void updatesWithPathsChangeThese() {
    containers().create(ONE, container("c1", Map.of("a", "1", "b/c.d", "2")));
    Container given = bare("c1", "ignored", null, "ignored");
    Container updated =
        containers()
            .update(
                ONE, given, FieldPaths.of("labels.b/c.d", "labels.l", "extensions.a.b/c", "image"));
    assertEquals(Map.of("a", "1", "l", "new"), updated.labels());
    assertEquals(Map.of("ext", OTHER), updated.extensions());
    assertEquals("alpine", updated.image());
    assertEquals(SPEC, updated.spec());
    assertEquals("io.containerd.runc.v2", updated.runtime());
  }

  @Test
  public void updatesThatBreakTheRulesAreRefused() {
    Container created = containers().create(ONE, container("c1", Map.of()));
    Container given = bare("c1", "r", null, "");
    assertFault(
        Kind.INVALID_ARGUMENT,
        "update failed validation: container.Spec must be set",
        () -> containers().update(ONE, given, FieldPaths.of("spec")));
    assertFault(
        Kind.INVALID_ARGUMENT,
        "cannot update \"runtime\" field on \"c1\"",
        () -> containers().update(ONE, given, FieldPaths.of("runtime")));
    assertFault(
        Kind.INVALID_ARGUMENT,
        "must specify a container id",
        () -> containers().update(ONE, bare("", "r", SPEC, ""), FieldPaths.all()));
    assertEquals(created, containers().get(ONE, "c1"));
  }

  @Test
  public void changesArePublished() throws Exception {
    containers().create(ONE, container("c1", Map.of()));
    containers()
        .update(ONE, container("c1", Map.of("x", "1")), FieldPaths.of("labels", "snapshotkey"));
    containers().delete(ONE, "c1");
    assertEquals(
        List.of(
            "one /containers/create ContainerCreate[id=c1, image=busybox,"
                + " runtime=io.containerd.runc.v2, runtimeOptions=other[1 bytes]]",
            "one /containers/update ContainerUpdate[id=c1, image=busybox, labels={x=1},"
                + " snapshotKey=snapshot of c1]",
            "one /containers/delete ContainerDelete[id=c1]"),
        world.events(3));
  }
}
