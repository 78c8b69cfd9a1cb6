package io.felucca.metadata;

import static org.junit.Assert.assertEquals;

import io.felucca.api.Fault.Kind;
import io.felucca.api.FieldPaths;
import io.felucca.api.Scope;
import io.felucca.api.namespace.Namespace;
import io.felucca.api.namespace.Namespaces;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class NamespacesTest extends WorldTest {
  private static final Scope NOWHERE = Scope.daemon();

  private Namespaces namespaces() {
    return world.metadata.namespaces();
  }

  private Namespace create(String name, Map<String, String> labels) {
    return namespaces().create(NOWHERE, new Namespace(name, labels));
  }

  @Test
  public void createdNamespacesAreRead() {
    create("b", Map.of("k", "v"));
    create("a", Map.of());
    reopen();
    assertEquals(
        List.of(new Namespace("a", Map.of()), new Namespace("b", Map.of("k", "v"))),
        namespaces().list(NOWHERE));
    assertEquals(Map.of("k", "v"), namespaces().get(NOWHERE, "b").labels());
  }

  @Test
  public void askingForAnUnknownNamespaceIsNoError() {
    assertEquals(new Namespace("x", Map.of()), namespaces().get(NOWHERE, "x"));
    assertEquals(Map.of(), namespaces().get(NOWHERE, "").labels());
    assertEquals(Map.of(), namespaces().get(NOWHERE, "x".repeat(40_000)).labels());
    assertEquals(List.of(), namespaces().list(NOWHERE));
  }

  @Test
  public void theFirstWriteMakesANamespace() {
    tag(ONE, "a", digest("x"), Map.of());
    assertEquals(List.of(new Namespace("one", Map.of())), namespaces().list(NOWHERE));
    assertFault(Kind.ALREADY_EXISTS, "namespace \"one\"", () -> create("one", Map.of()));
  }

  @Test
  public void aRefusedWriteMakesNone() {
    assertFault(Kind.NOT_FOUND, () -> world.metadata.images().delete(ONE, "x", null));
    assertEquals(List.of(), namespaces().list(NOWHERE));
  }

  @Test
  public void malformedNamesAndLabelsAreRefused() {
    assertFault(Kind.INVALID_ARGUMENT, "identifier must not be empty", () -> create("", Map.of()));
    assertFault(Kind.INVALID_ARGUMENT, () -> create("a/b", Map.of()));
    assertFault(
        Kind.INVALID_ARGUMENT,
        "namespace.Labels: label key and value length (4097 bytes) greater than maximum size (4096"
            + " bytes), key: k",
        () -> create("a", Map.of("k", "v".repeat(4096))));
  }

  @Test
  public void labelsAreUpdatedByKeyOrAsAWhole() {
    create("a", Map.of("x", "1", "y", "2"));
    Namespace given = new Namespace("a", Map.of("x", "new", "z", "3"));
    namespaces().update(NOWHERE, given, FieldPaths.of("labels.x", "labels.y"));
    assertEquals(Map.of("x", "new"), namespaces().get(NOWHERE, "a").labels());
    namespaces().update(NOWHERE, given, FieldPaths.all());
    assertEquals(Map.of("x", "new", "z", "3"), namespaces().get(NOWHERE, "a").labels());
    assertFault(
        Kind.INVALID_ARGUMENT,
        "cannot update \"labels\" field",
        () -> namespaces().update(NOWHERE, given, FieldPaths.of("labels")));
  }

  @Test
  public void updatesMakeNamespacesToo() {
    namespaces()
        .update(
            NOWHERE,
            new Namespace("a", Map.of("containerd.io/defaults/snapshotter", "native")),
            FieldPaths.of("labels.containerd.io/defaults/snapshotter"));
    assertEquals(
        Map.of("containerd.io/defaults/snapshotter", "native"),
        namespaces().get(NOWHERE, "a").labels());
  }

  @Test
  public void onlyEmptyNamespacesAreDeleted() {
    world.metadata.leases().create(ONE, "leases do not matter", Map.of());
    tag(ONE, "a", put(ONE, "blob"), Map.of());
    world.metadata.containers().create(ONE, ContainersTest.container("c", Map.of()));
    snapshots().prepare(ONE, "s", "", Map.of());
    assertFault(
        Kind.FAILED_PRECONDITION,
        "namespace \"one\" must be empty, but it still has images, blobs, containers, snapshots on"
            + " \"copy\" snapshotter",
        () -> namespaces().delete(NOWHERE, "one"));
    world.metadata.images().delete(ONE, "a", null);
    content().delete(ONE, digest("blob"));
    world.metadata.containers().delete(ONE, "c");
    snapshots().remove(ONE, "s");
    namespaces().delete(NOWHERE, "one");
    assertEquals(List.of(), namespaces().list(NOWHERE));
    assertFault(Kind.NOT_FOUND, "namespace \"one\"", () -> namespaces().delete(NOWHERE, "one"));
  }

  @Test
  public void eventsAreInTheNamespaceTheyTellOf() throws Exception {
    create("a", Map.of("k", "v"));
    namespaces().update(NOWHERE, new Namespace("a", Map.of("k", "w")), FieldPaths.all());
    namespaces().delete(NOWHERE, "a");
    assertEquals(
        List.of(
            "a /namespaces/create NamespaceCreate[name=a, labels={k=v}]",
            "a /namespaces/update NamespaceUpdate[name=a, labels={k=w}]",
            "a /namespaces/delete NamespaceDelete[name=a]"),
        world.events(3));
  }
}
