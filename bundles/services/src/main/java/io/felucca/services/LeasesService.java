package io.felucca.services;

import com.google.protobuf.Empty;
import io.felucca.api.Scope;
import io.felucca.api.filter.Filter;
import io.felucca.api.gc.GcScheduler;
import io.felucca.api.lease.Lease;
import io.felucca.api.lease.LeaseResource;
import io.felucca.api.lease.Leases;
import io.felucca.api.metadata.Metadata;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.PluginSpec;
import io.felucca.api.plugin.Seat;
import io.felucca.wire.call.GrpcService;
import io.felucca.wire.call.Scopes;
import io.felucca.wire.convert.LeaseWire;
import io.felucca.wire.leases.AddResourceRequest;
import io.felucca.wire.leases.CreateRequest;
import io.felucca.wire.leases.CreateResponse;
import io.felucca.wire.leases.DeleteRequest;
import io.felucca.wire.leases.DeleteResourceRequest;
import io.felucca.wire.leases.LeasesGrpc;
import io.felucca.wire.leases.ListRequest;
import io.felucca.wire.leases.ListResourcesRequest;
import io.felucca.wire.leases.ListResourcesResponse;
import io.felucca.wire.leases.ListResponse;
import io.grpc.BindableService;
import io.grpc.stub.StreamObserver;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** {@code containerd.services.leases.v1.Leases}. */
@Component(
    service = BindableService.class,
    configurationPid = "io.containerd.grpc.v1.leases",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@GrpcService("containerd.services.leases.v1.Leases")
@PluginSpec(
    type = "io.containerd.grpc.v1",
    id = "leases",
    requires = {"io.containerd.metadata.v1", "io.containerd.gc.v1"})
public final class LeasesService extends LeasesGrpc.LeasesImplBase {
  private final Seat<Metadata> metadata;
  private final Seat<GcScheduler> collector;

  @Activate
  public LeasesService(@Reference PluginRegistry plugins) {
    this.metadata = new Seat<>(plugins, Metadata.KIND, Metadata.ID);
    this.collector = new Seat<>(plugins, GcScheduler.KIND, GcScheduler.ID);
  }

  @Override
  public void create(CreateRequest request, StreamObserver<CreateResponse> to) {
    Scope scope = Scopes.namespaced();
    Lease lease = ask(scope, all -> all.create(scope, request.getId(), request.getLabelsMap()));
    Replies.one(to, CreateResponse.newBuilder().setLease(LeaseWire.toWire(lease)).build());
  }

  @Override
  public void delete(DeleteRequest request, StreamObserver<Empty> to) {
    Scope scope = Scopes.namespaced();
    metadata.run(scope, now -> now.leases().delete(scope, request.getId()));
    if (request.getSync()) {
      collector.call(scope, now -> now.scheduleAndWait(scope));
    }
    Replies.nothing(to);
  }

  @Override
  public void list(ListRequest request, StreamObserver<ListResponse> to) {
    ListResponse.Builder all = ListResponse.newBuilder();
    Scope scope = Scopes.namespaced();
    Filter filter = Filter.parse(request.getFiltersList());
    ask(scope, some -> some.list(scope, filter))
        .forEach(lease -> all.addLeases(LeaseWire.toWire(lease)));
    Replies.one(to, all.build());
  }

  @Override
  public void addResource(AddResourceRequest request, StreamObserver<Empty> to) {
    Scope scope = Scopes.namespaced();
    LeaseResource resource = LeaseWire.fromWire(request.getResource());
    metadata.run(scope, now -> now.leases().addResource(scope, request.getId(), resource));
    Replies.nothing(to);
  }

  @Override
  public void deleteResource(DeleteResourceRequest request, StreamObserver<Empty> to) {
    Scope scope = Scopes.namespaced();
    LeaseResource resource = LeaseWire.fromWire(request.getResource());
    metadata.run(scope, now -> now.leases().deleteResource(scope, request.getId(), resource));
    Replies.nothing(to);
  }

  @Override
  public void listResources(
      ListResourcesRequest request, StreamObserver<ListResourcesResponse> to) {
    ListResourcesResponse.Builder all = ListResourcesResponse.newBuilder();
    Scope scope = Scopes.namespaced();
    ask(scope, some -> some.resources(scope, request.getId()))
        .forEach(resource -> all.addResources(LeaseWire.toWire(resource)));
    Replies.one(to, all.build());
  }

  private <R> R ask(Scope scope, Function<Leases, R> question) {
    return metadata.call(scope, now -> question.apply(now.leases()));
  }
}
