package io.felucca.wire.convert;

import io.felucca.api.lease.Lease;
import io.felucca.api.lease.LeaseResource;
import io.felucca.wire.leases.Resource;

/** {@code containerd.services.leases.v1.Lease} and {@code Resource}. */
public final class LeaseWire {
  private LeaseWire() {}

  public static io.felucca.wire.leases.Lease toWire(Lease lease) {
    var wire =
        io.felucca.wire.leases.Lease.newBuilder().setId(lease.id()).putAllLabels(lease.labels());
    if (lease.createdAt() != null) {
      wire.setCreatedAt(Times.toWire(lease.createdAt()));
    }
    return wire.build();
  }

  public static Lease fromWire(io.felucca.wire.leases.Lease wire) {
    return new Lease(
        wire.getId(),
        Times.fromWire(wire.hasCreatedAt(), wire.getCreatedAt()),
        wire.getLabelsMap());
  }

  public static Resource toWire(LeaseResource resource) {
    return Resource.newBuilder().setType(resource.type()).setId(resource.id()).build();
  }

  public static LeaseResource fromWire(Resource wire) {
    return new LeaseResource(wire.getType(), wire.getId());
  }
}
