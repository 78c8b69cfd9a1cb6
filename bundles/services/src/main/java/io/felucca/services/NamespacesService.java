package io.felucca.services;

import com.google.protobuf.Empty;
import io.felucca.api.Scope;
import io.felucca.api.metadata.Metadata;
import io.felucca.api.namespace.Namespace;
import io.felucca.api.namespace.Namespaces;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.PluginSpec;
import io.felucca.api.plugin.Seat;
import io.felucca.wire.call.GrpcService;
import io.felucca.wire.call.Scopes;
import io.felucca.wire.convert.Masks;
import io.felucca.wire.convert.NamespaceWire;
import io.felucca.wire.namespaces.CreateNamespaceRequest;
import io.felucca.wire.namespaces.CreateNamespaceResponse;
import io.felucca.wire.namespaces.DeleteNamespaceRequest;
import io.felucca.wire.namespaces.GetNamespaceRequest;
import io.felucca.wire.namespaces.GetNamespaceResponse;
import io.felucca.wire.namespaces.ListNamespacesRequest;
import io.felucca.wire.namespaces.ListNamespacesResponse;
import io.felucca.wire.namespaces.NamespacesGrpc;
import io.felucca.wire.namespaces.UpdateNamespaceRequest;
import io.felucca.wire.namespaces.UpdateNamespaceResponse;
import io.grpc.BindableService;
import io.grpc.stub.StreamObserver;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * {@code containerd.services.namespaces.v1.Namespaces}; its calls are in no namespace themselves.
 */
@Component(
    service = BindableService.class,
    configurationPid = "io.containerd.grpc.v1.namespaces",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@GrpcService("containerd.services.namespaces.v1.Namespaces")
@PluginSpec(
    type = "io.containerd.grpc.v1",
    id = "namespaces",
    requires = "io.containerd.metadata.v1")
public final class NamespacesService extends NamespacesGrpc.NamespacesImplBase {
  private final Seat<Metadata> metadata;

  @Activate
  public NamespacesService(@Reference PluginRegistry plugins) {
    this.metadata = new Seat<>(plugins, Metadata.KIND, Metadata.ID);
  }

  @Override
  public void get(GetNamespaceRequest request, StreamObserver<GetNamespaceResponse> to) {
    Scope scope = Scopes.current();
    Namespace found = ask(scope, all -> all.get(scope, request.getName()));
    Replies.one(
        to, GetNamespaceResponse.newBuilder().setNamespace(NamespaceWire.toWire(found)).build());
  }

  @Override
  public void list(ListNamespacesRequest request, StreamObserver<ListNamespacesResponse> to) {
    ListNamespacesResponse.Builder all = ListNamespacesResponse.newBuilder();
    Scope scope = Scopes.current();
    ask(scope, some -> some.list(scope))
        .forEach(namespace -> all.addNamespaces(NamespaceWire.toWire(namespace)));
    Replies.one(to, all.build());
  }

  @Override
  public void create(CreateNamespaceRequest request, StreamObserver<CreateNamespaceResponse> to) {
    Namespace wanted = NamespaceWire.fromWire(request.getNamespace());
    Scope scope = Scopes.current();
    Namespace made = ask(scope, all -> all.create(scope, wanted));
    Replies.one(
        to, CreateNamespaceResponse.newBuilder().setNamespace(NamespaceWire.toWire(made)).build());
  }

  @Override
  public void update(UpdateNamespaceRequest request, StreamObserver<UpdateNamespaceResponse> to) {
    Scope scope = Scopes.current();
    Namespace updated =
        ask(
            scope,
            all ->
                all.update(
                    scope,
                    NamespaceWire.fromWire(request.getNamespace()),
                    Masks.fromWire(request.getUpdateMask())));
    Replies.one(
        to,
        UpdateNamespaceResponse.newBuilder().setNamespace(NamespaceWire.toWire(updated)).build());
  }

  @Override
  public void delete(DeleteNamespaceRequest request, StreamObserver<Empty> to) {
    Scope scope = Scopes.current();
    metadata.run(scope, now -> now.namespaces().delete(scope, request.getName()));
    Replies.nothing(to);
  }

  private <R> R ask(Scope scope, Function<Namespaces, R> question) {
    return metadata.call(scope, now -> question.apply(now.namespaces()));
  }
}
