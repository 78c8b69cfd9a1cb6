package io.felucca.metadata;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault.Kind;
import io.felucca.api.filter.Filter;
import io.felucca.api.lease.Lease;
import io.felucca.api.lease.LeaseResource;
import io.felucca.api.lease.Leases;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class LeasesTest extends WorldTest {
  private Leases leases() {
    return world.metadata.leases();
  }

  @Test
  public void createdLeasesAreListed() {
    Lease b = leases().create(ONE, "b", Map.of("k", "v", "empty", ""));
    Lease a = leases().create(ONE, "a", Map.of());
    assertEquals(Map.of("k", "v"), b.labels());
    reopen();
    assertEquals(List.of(a, b), leases().list(ONE, Filter.ALL));
    assertEquals(List.of(b), leases().list(ONE, Filter.parse(List.of("labels.k==v"))));
    assertEquals(List.of(a), leases().list(ONE, Filter.parse(List.of("id==a"))));
    assertEquals(List.of(), leases().list(TWO, Filter.ALL));
  }

  @Test
  public void missingIdsAreFilledIn() {
    String id = leases().create(ONE, "", Map.of()).id();
    assertTrue(id, id.matches("\\d{1,9}-[A-Za-z0-9_-]{4}"));
  }

  @Test
  public void takenIdsAreRefused() {
    leases().create(ONE, "a", Map.of());
    assertFault(Kind.ALREADY_EXISTS, "lease \"a\"", () -> leases().create(ONE, "a", Map.of()));
  }

  @Test
  public void unknownLeasesAreNotFound() {
    LeaseResource resource = new LeaseResource("images", "i");
    assertFault(Kind.NOT_FOUND, "lease \"x\"", () -> leases().delete(ONE, "x"));
    assertFault(Kind.NOT_FOUND, "lease \"x\"", () -> leases().resources(ONE, "x"));
    assertFault(Kind.NOT_FOUND, "lease \"x\"", () -> leases().addResource(ONE, "x", resource));
    assertFault(Kind.NOT_FOUND, "lease \"x\"", () -> leases().deleteResource(ONE, "x", resource));
  }

  @Test
  public void resourcesAreAddedListedAndTakenAway() {
    leases().create(ONE, "l", Map.of());
    String digest = digest("x").toString();
    List<LeaseResource> all =
        List.of(
            new LeaseResource("content", digest),
            new LeaseResource("images", "docker.io/library/busybox:latest"),
            new LeaseResource("ingests", "layer/1"),
            new LeaseResource("snapshots/native", "a/b"),
            new LeaseResource("snapshots/overlayfs", "a/b"));
    all.forEach(resource -> leases().addResource(ONE, "l", resource));
    leases().addResource(ONE, "l", all.get(0));
    assertEquals(all, leases().resources(ONE, "l"));
    leases().deleteResource(ONE, "l", all.get(3));
    leases().deleteResource(ONE, "l", all.get(3));
    assertEquals(4, leases().resources(ONE, "l").size());
  }

  @Test
  public void deletedLeasesHoldNothingWhenTheyComeAgain() {
    leases().create(ONE, "l", Map.of());
    leases().addResource(ONE, "l", new LeaseResource("images", "i"));
    leases().delete(ONE, "l");
    leases().create(ONE, "l", Map.of());
    assertEquals(List.of(), leases().resources(ONE, "l"));
  }

  @Test
  public void malformedResourcesAreRefused() {
    leases().create(ONE, "l", Map.of());
    assertRefused(Kind.INVALID_ARGUMENT, "invalid resource type content/x", "content/x", "i");
    assertRefused(
        Kind.INVALID_ARGUMENT, "invalid snapshot resource type snapshots", "snapshots", "i");
    assertRefused(
        Kind.INVALID_ARGUMENT,
        "invalid content resource id nonsense: invalid checksum digest format: \"nonsense\"",
        "content",
        "nonsense");
    assertRefused(Kind.UNIMPLEMENTED, "resource type streams not supported yet", "streams", "i");
  }

  private void assertRefused(Kind kind, String message, String type, String id) {
    LeaseResource resource = new LeaseResource(type, id);
    assertFault(kind, message, () -> leases().addResource(ONE, "l", resource));
  }

  @Test
  public void leasesPublishNothing() {
    leases().create(ONE, "l", Map.of());
    leases().delete(ONE, "l");
    assertEquals(List.of(), eventsLeft());
  }
}
