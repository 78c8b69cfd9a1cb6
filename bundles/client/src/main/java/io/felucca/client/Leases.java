package io.felucca.client;

import io.felucca.api.lease.Lease;
import io.felucca.api.lease.LeaseResource;
import io.felucca.client.call.Caller;
import io.felucca.wire.convert.LeaseWire;
import io.felucca.wire.leases.AddResourceRequest;
import io.felucca.wire.leases.CreateRequest;
import io.felucca.wire.leases.DeleteRequest;
import io.felucca.wire.leases.DeleteResourceRequest;
import io.felucca.wire.leases.LeasesGrpc;
import io.felucca.wire.leases.ListRequest;
import io.felucca.wire.leases.ListResourcesRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The leases of a namespace: each keeps resources from the garbage collection. {@link
 * Workspace#lease} is the simple way to work under one.
 *
 * <pre>{@code
 * Lease lease = workspace.leases().create("build-7", Duration.ofHours(1), Map.of());
 * Workspace build = workspace.under(lease.id());
 * }</pre>
 */
public final class Leases {
  private static final String EXPIRE = "containerd.io/gc.expire";

  private final Caller caller;

  Leases(Caller caller) {
    this.caller = caller;
  }

  /**
   * Makes a lease; ALREADY_EXISTS where the ID is taken.
   *
   * @param id empty for any that is free
   */
  public Lease create(String id, Map<String, String> labels) {
    String name = id.isEmpty() ? "client-" + UUID.randomUUID() : id;
    CreateRequest request = CreateRequest.newBuilder().setId(name).putAllLabels(labels).build();
    return LeaseWire.fromWire(
        caller.ask(LeasesGrpc::newBlockingStub, stub -> stub.create(request)).getLease());
  }

  /** Makes a lease that holds nothing any more after a time. */
  public Lease create(String id, Duration life, Map<String, String> labels) {
    Map<String, String> all = new TreeMap<>(labels);
    all.put(EXPIRE, Instant.now().plus(life).truncatedTo(ChronoUnit.SECONDS).toString());
    return create(id, all);
  }

  /** Removes a lease; NOT_FOUND where there is none. What only it held becomes garbage. */
  public void delete(String id) {
    delete(id, false);
  }

  /**
   * Removes a lease.
   *
   * @param sync whether to wait for a garbage collection
   */
  public void delete(String id, boolean sync) {
    DeleteRequest request = DeleteRequest.newBuilder().setId(id).setSync(sync).build();
    caller.work(LeasesGrpc::newBlockingStub, stub -> stub.delete(request));
  }

  /** The leases that match one of the filters, such as {@code id==x}; all without filters. */
  public List<Lease> list(String... filters) {
    ListRequest request = ListRequest.newBuilder().addAllFilters(List.of(filters)).build();
    return caller
        .ask(LeasesGrpc::newBlockingStub, stub -> stub.list(request))
        .getLeasesList()
        .stream()
        .map(LeaseWire::fromWire)
        .toList();
  }

  /** What a lease holds. */
  public List<LeaseResource> resources(String id) {
    ListResourcesRequest request = ListResourcesRequest.newBuilder().setId(id).build();
    return caller
        .ask(LeasesGrpc::newBlockingStub, stub -> stub.listResources(request))
        .getResourcesList()
        .stream()
        .map(LeaseWire::fromWire)
        .toList();
  }

  /** Has a lease hold something. */
  public void add(String id, LeaseResource resource) {
    AddResourceRequest request =
        AddResourceRequest.newBuilder().setId(id).setResource(LeaseWire.toWire(resource)).build();
    caller.ask(LeasesGrpc::newBlockingStub, stub -> stub.addResource(request));
  }

  /** Has a lease hold something no longer. */
  public void remove(String id, LeaseResource resource) {
    DeleteResourceRequest request =
        DeleteResourceRequest.newBuilder()
            .setId(id)
            .setResource(LeaseWire.toWire(resource))
            .build();
    caller.ask(LeasesGrpc::newBlockingStub, stub -> stub.deleteResource(request));
  }
}
