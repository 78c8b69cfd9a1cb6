package io.felucca.services;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import io.felucca.api.Digest;
import io.felucca.api.Fault.Kind;
import io.felucca.api.Scope;
import io.felucca.wire.leases.AddResourceRequest;
import io.felucca.wire.leases.CreateRequest;
import io.felucca.wire.leases.DeleteRequest;
import io.felucca.wire.leases.DeleteResourceRequest;
import io.felucca.wire.leases.Lease;
import io.felucca.wire.leases.LeasesGrpc;
import io.felucca.wire.leases.LeasesGrpc.LeasesBlockingStub;
import io.felucca.wire.leases.ListRequest;
import io.felucca.wire.leases.ListResourcesRequest;
import io.felucca.wire.leases.Resource;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

public class LeasesServiceTest {
  private static final Resource CONTENT =
      Resource.newBuilder().setType("content").setId(Digest.of("x".getBytes()).toString()).build();

  @Rule public final Daemon daemon = new Daemon();
  private LeasesBlockingStub leases;

  @Before
  public void connect() {
    leases = LeasesGrpc.newBlockingStub(daemon.channel());
  }

  @Test
  public void aLeaseWithoutIdGetsOne() {
    assertFalse(create("").getId().isEmpty());
  }

  @Test
  public void leasesAreFilteredByIdAndLabel() {
    create("a");
    leases.create(CreateRequest.newBuilder().setId("b").putLabels("k", "v").build());
    assertEquals(List.of("a", "b"), ids());
    assertEquals(List.of("a"), ids("id==a"));
    assertEquals(List.of("b"), ids("labels.k==v"));
  }

  @Test
  public void resourcesComeAndGo() {
    create("a");
    leases.addResource(AddResourceRequest.newBuilder().setId("a").setResource(CONTENT).build());
    assertEquals(List.of(CONTENT), resources("a"));
    leases.deleteResource(
        DeleteResourceRequest.newBuilder().setId("a").setResource(CONTENT).build());
    assertEquals(List.of(), resources("a"));
  }

  @Test
  public void anUnknownLeaseIsNotFound() {
    Faults.expect(Kind.NOT_FOUND, () -> resources("a"));
    Faults.expect(
        Kind.NOT_FOUND, () -> leases.delete(DeleteRequest.newBuilder().setId("a").build()));
  }

  @Test
  public void callsUnderAnUnknownLeaseAreNotFound() {
    Upload upload = new Upload(daemon.channel(Scope.of(Daemon.NAMESPACE).withLease("nowhere")));
    Faults.expect(Kind.NOT_FOUND, () -> upload.ask(Upload.stat("r")));
  }

  @Test
  public void contentWrittenUnderALeaseGoesWithItsSynchronousDeletion() {
    Scope scope = Scope.of(Daemon.NAMESPACE);
    create("a");
    Upload upload = new Upload(daemon.channel(scope.withLease("a")));
    upload.ask(Upload.write("r", 0, "x".getBytes()));
    upload.ask(Upload.commit("r", 1));
    daemon.metadata().collect();
    Digest digest = Digest.parse(CONTENT.getId());
    daemon.metadata().content().info(scope, digest);
    leases.delete(DeleteRequest.newBuilder().setId("a").setSync(true).build());
    Faults.expect(Kind.NOT_FOUND, () -> daemon.metadata().content().info(scope, digest));
  }

  private Lease create(String id) {
    return leases.create(CreateRequest.newBuilder().setId(id).build()).getLease();
  }

  private List<String> ids(String... filters) {
    return leases
        .list(ListRequest.newBuilder().addAllFilters(List.of(filters)).build())
        .getLeasesList()
        .stream()
        .map(Lease::getId)
        .toList();
  }

  private List<Resource> resources(String id) {
    return leases
        .listResources(ListResourcesRequest.newBuilder().setId(id).build())
        .getResourcesList();
  }
}
