package io.felucca.client;

import io.felucca.api.namespace.Namespace;
import io.felucca.client.call.Caller;
import io.felucca.wire.convert.Masks;
import io.felucca.wire.convert.NamespaceWire;
import io.felucca.wire.namespaces.CreateNamespaceRequest;
import io.felucca.wire.namespaces.DeleteNamespaceRequest;
import io.felucca.wire.namespaces.GetNamespaceRequest;
import io.felucca.wire.namespaces.ListNamespacesRequest;
import io.felucca.wire.namespaces.NamespacesGrpc;
import io.felucca.wire.namespaces.UpdateNamespaceRequest;
import java.util.List;
import java.util.Map;

/**
 * The namespaces of a daemon. They also appear by the first write in them.
 *
 * <p>Calls that change one are made in it: containerd publishes their event in the namespace of the
 * call.
 *
 * <pre>{@code
 * Map<String, String> labels = Map.of("containerd.io/defaults/snapshotter", "native");
 * client.namespaces().create("demo", labels);
 * }</pre>
 */
public final class Namespaces {
  private final Caller caller;

  Namespaces(Caller caller) {
    this.caller = caller;
  }

  /** A namespace; one that nobody has made has no labels. */
  public Namespace get(String name) {
    GetNamespaceRequest request = GetNamespaceRequest.newBuilder().setName(name).build();
    return NamespaceWire.fromWire(
        caller.ask(NamespacesGrpc::newBlockingStub, stub -> stub.get(request)).getNamespace());
  }

  /** All of them. */
  public List<Namespace> list() {
    ListNamespacesRequest request = ListNamespacesRequest.getDefaultInstance();
    return caller
        .ask(NamespacesGrpc::newBlockingStub, stub -> stub.list(request))
        .getNamespacesList()
        .stream()
        .map(NamespaceWire::fromWire)
        .toList();
  }

  /** Makes a namespace; ALREADY_EXISTS where it is there. */
  public Namespace create(String name, Map<String, String> labels) {
    CreateNamespaceRequest request =
        CreateNamespaceRequest.newBuilder()
            .setNamespace(NamespaceWire.toWire(new Namespace(name, labels)))
            .build();
    return NamespaceWire.fromWire(
        caller
            .in(name)
            .ask(NamespacesGrpc::newBlockingStub, stub -> stub.create(request))
            .getNamespace());
  }

  /** Sets labels of a namespace, and removes those of empty value; the others stay. */
  public Namespace label(String name, Map<String, String> labels) {
    UpdateNamespaceRequest request =
        UpdateNamespaceRequest.newBuilder()
            .setNamespace(NamespaceWire.toWire(new Namespace(name, labels)))
            .setUpdateMask(Masks.toWire(LabelPaths.of(labels)))
            .build();
    return NamespaceWire.fromWire(
        caller
            .in(name)
            .ask(NamespacesGrpc::newBlockingStub, stub -> stub.update(request))
            .getNamespace());
  }

  /** Removes an empty namespace; FAILED_PRECONDITION says what is still in it. */
  public void delete(String name) {
    DeleteNamespaceRequest request = DeleteNamespaceRequest.newBuilder().setName(name).build();
    caller.in(name).ask(NamespacesGrpc::newBlockingStub, stub -> stub.delete(request));
  }
}
