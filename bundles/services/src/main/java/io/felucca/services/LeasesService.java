package io.felucca.services;

import com.google.protobuf.Empty;
import io.felucca.api.Scope;
import io.felucca.api.filter.Filter;
import io.felucca.api.gc.GcScheduler;
import io.felucca.api.lease.Lease;
import io.felucca.api.lease.Leases;
import io.felucca.api.metadata.Metadata;
import io.felucca.api.plugin.PluginSpec;
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
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

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
  private final Metadata metadata;
  private final GcScheduler collector;

  @Activate
  public LeasesService(
      @Reference(policyOption = ReferencePolicyOption.GREEDY) Metadata metadata,
      @Reference(policyOption = ReferencePolicyOption.GREEDY) GcScheduler collector) {
    this.metadata = metadata;
    this.collector = collector;
  }

  @Override
  public void create(CreateRequest request, StreamObserver<CreateResponse> to) {
    Lease lease = leases().create(Scopes.namespaced(), request.getId(), request.getLabelsMap());
    Replies.one(to, CreateResponse.newBuilder().setLease(LeaseWire.toWire(lease)).build());
  }

  @Override
  public void delete(DeleteRequest request, StreamObserver<Empty> to) {
    Scope scope = Scopes.namespaced();
    leases().delete(scope, request.getId());
    if (request.getSync()) {
      collector.scheduleAndWait(scope);
    }
    Replies.nothing(to);
  }

  @Override
  public void list(ListRequest request, StreamObserver<ListResponse> to) {
    ListResponse.Builder all = ListResponse.newBuilder();
    leases()
        .list(Scopes.namespaced(), Filter.parse(request.getFiltersList()))
        .forEach(lease -> all.addLeases(LeaseWire.toWire(lease)));
    Replies.one(to, all.build());
  }

  @Override
  public void addResource(AddResourceRequest request, StreamObserver<Empty> to) {
    leases()
        .addResource(
            Scopes.namespaced(), request.getId(), LeaseWire.fromWire(request.getResource()));
    Replies.nothing(to);
  }

  @Override
  public void deleteResource(DeleteResourceRequest request, StreamObserver<Empty> to) {
    leases()
        .deleteResource(
            Scopes.namespaced(), request.getId(), LeaseWire.fromWire(request.getResource()));
    Replies.nothing(to);
  }

  @Override
  public void listResources(
      ListResourcesRequest request, StreamObserver<ListResourcesResponse> to) {
    ListResourcesResponse.Builder all = ListResourcesResponse.newBuilder();
    leases()
        .resources(Scopes.namespaced(), request.getId())
        .forEach(resource -> all.addResources(LeaseWire.toWire(resource)));
    Replies.one(to, all.build());
  }

  private Leases leases() {
    return metadata.leases();
  }
}
