package io.felucca.services;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.protobuf.FieldMask;
import io.felucca.api.Fault.Kind;
import io.felucca.api.Scope;
import io.felucca.wire.namespaces.CreateNamespaceRequest;
import io.felucca.wire.namespaces.DeleteNamespaceRequest;
import io.felucca.wire.namespaces.GetNamespaceRequest;
import io.felucca.wire.namespaces.ListNamespacesRequest;
import io.felucca.wire.namespaces.Namespace;
import io.felucca.wire.namespaces.NamespacesGrpc;
import io.felucca.wire.namespaces.NamespacesGrpc.NamespacesBlockingStub;
import io.felucca.wire.namespaces.UpdateNamespaceRequest;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

public class NamespacesServiceTest {
  @Rule public final Daemon daemon = new Daemon();
  private NamespacesBlockingStub namespaces;

  @Before
  public void connectWithoutNamespace() {
    namespaces = NamespacesGrpc.newBlockingStub(daemon.channel(Scope.daemon()));
  }

  @Test
  public void aNewNamespaceIsListedWithItsLabels() {
    create("a", Map.of("k", "v"));
    Namespace listed = namespaces.list(ListNamespacesRequest.getDefaultInstance()).getNamespaces(0);
    assertEquals("a", listed.getName());
    assertEquals(Map.of("k", "v"), listed.getLabelsMap());
  }

  @Test
  public void aSecondOneOfTheNameIsRefused() {
    create("a", Map.of());
    Faults.expect(Kind.ALREADY_EXISTS, () -> create("a", Map.of()));
  }

  @Test
  public void aNamespaceNobodyMadeIsAnsweredWithoutLabels() {
    assertEquals(Map.of(), labels("nowhere"));
  }

  @Test
  public void aMaskSetsAndRemovesSingleLabels() {
    create("a", Map.of("keep", "1", "drop", "2"));
    update("a", Map.of("new", "3"), "labels.new", "labels.drop");
    assertEquals(Map.of("keep", "1", "new", "3"), labels("a"));
  }

  @Test
  public void withoutAMaskAllLabelsAreReplaced() {
    create("a", Map.of("old", "1"));
    update("a", Map.of("new", "2"));
    assertEquals(Map.of("new", "2"), labels("a"));
  }

  @Test
  public void otherMaskPathsAreRefused() {
    create("a", Map.of());
    Faults.expect(Kind.INVALID_ARGUMENT, () -> update("a", Map.of(), "name"));
  }

  @Test
  public void anEmptyNamespaceCanBeDeleted() {
    create("a", Map.of());
    namespaces.delete(DeleteNamespaceRequest.newBuilder().setName("a").build());
    assertTrue(
        namespaces.list(ListNamespacesRequest.getDefaultInstance()).getNamespacesList().isEmpty());
    Faults.expect(
        Kind.NOT_FOUND,
        () -> namespaces.delete(DeleteNamespaceRequest.newBuilder().setName("a").build()));
  }

  private void create(String name, Map<String, String> labels) {
    namespaces.create(
        CreateNamespaceRequest.newBuilder().setNamespace(namespace(name, labels)).build());
  }

  private void update(String name, Map<String, String> labels, String... paths) {
    FieldMask.Builder mask = FieldMask.newBuilder();
    for (String path : paths) {
      mask.addPaths(path);
    }
    namespaces.update(
        UpdateNamespaceRequest.newBuilder()
            .setNamespace(namespace(name, labels))
            .setUpdateMask(mask)
            .build());
  }

  private Map<String, String> labels(String name) {
    return namespaces
        .get(GetNamespaceRequest.newBuilder().setName(name).build())
        .getNamespace()
        .getLabelsMap();
  }

  private static Namespace namespace(String name, Map<String, String> labels) {
    return Namespace.newBuilder().setName(name).putAllLabels(labels).build();
  }
}
