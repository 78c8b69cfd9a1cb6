package io.felucca.services;

import io.felucca.api.FieldPaths;
import io.felucca.api.Scope;
import io.felucca.api.filter.Filter;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.PluginSpec;
import io.felucca.api.plugin.Seat;
import io.felucca.api.sandbox.Sandbox;
import io.felucca.api.sandbox.Sandboxes;
import io.felucca.wire.call.GrpcService;
import io.felucca.wire.call.Scopes;
import io.felucca.wire.convert.SandboxWire;
import io.felucca.wire.sandbox.StoreCreateRequest;
import io.felucca.wire.sandbox.StoreCreateResponse;
import io.felucca.wire.sandbox.StoreDeleteRequest;
import io.felucca.wire.sandbox.StoreDeleteResponse;
import io.felucca.wire.sandbox.StoreGetRequest;
import io.felucca.wire.sandbox.StoreGetResponse;
import io.felucca.wire.sandbox.StoreGrpc;
import io.felucca.wire.sandbox.StoreListRequest;
import io.felucca.wire.sandbox.StoreListResponse;
import io.felucca.wire.sandbox.StoreUpdateRequest;
import io.felucca.wire.sandbox.StoreUpdateResponse;
import io.grpc.BindableService;
import io.grpc.stub.StreamObserver;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** {@code containerd.services.sandbox.v1.Store}. */
@Component(
    service = BindableService.class,
    configurationPid = "io.containerd.grpc.v1.sandboxes",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@GrpcService("containerd.services.sandbox.v1.Store")
@PluginSpec(
    type = "io.containerd.grpc.v1",
    id = "sandboxes",
    requires = "io.containerd.sandbox.store.v1")
public final class SandboxesService extends StoreGrpc.StoreImplBase {
  private final Seat<Sandboxes> store;

  @Activate
  public SandboxesService(@Reference PluginRegistry plugins) {
    this.store = new Seat<>(plugins, Sandboxes.KIND, Sandboxes.ID);
  }

  @Override
  public void create(StoreCreateRequest request, StreamObserver<StoreCreateResponse> to) {
    Scope scope = Scopes.namespaced();
    Sandbox wanted = SandboxWire.fromWire(request.getSandbox());
    Sandbox made = store.call(scope, all -> all.create(scope, wanted));
    Replies.one(to, StoreCreateResponse.newBuilder().setSandbox(SandboxWire.toWire(made)).build());
  }

  @Override
  public void update(StoreUpdateRequest request, StreamObserver<StoreUpdateResponse> to) {
    Scope scope = Scopes.namespaced();
    Sandbox wanted = SandboxWire.fromWire(request.getSandbox());
    FieldPaths paths = new FieldPaths(request.getFieldsList());
    Sandbox updated = store.call(scope, all -> all.update(scope, wanted, paths));
    Replies.one(
        to, StoreUpdateResponse.newBuilder().setSandbox(SandboxWire.toWire(updated)).build());
  }

  @Override
  public void delete(StoreDeleteRequest request, StreamObserver<StoreDeleteResponse> to) {
    Scope scope = Scopes.namespaced();
    store.run(scope, all -> all.delete(scope, request.getSandboxId()));
    Replies.one(to, StoreDeleteResponse.getDefaultInstance());
  }

  @Override
  public void list(StoreListRequest request, StreamObserver<StoreListResponse> to) {
    Scope scope = Scopes.namespaced();
    Filter filter = Filter.parse(request.getFiltersList());
    StoreListResponse.Builder found = StoreListResponse.newBuilder();
    store
        .call(scope, all -> all.list(scope, filter))
        .forEach(sandbox -> found.addList(SandboxWire.toWire(sandbox)));
    Replies.one(to, found.build());
  }

  @Override
  public void get(StoreGetRequest request, StreamObserver<StoreGetResponse> to) {
    Scope scope = Scopes.namespaced();
    Sandbox found = store.call(scope, all -> all.get(scope, request.getSandboxId()));
    Replies.one(to, StoreGetResponse.newBuilder().setSandbox(SandboxWire.toWire(found)).build());
  }
}
