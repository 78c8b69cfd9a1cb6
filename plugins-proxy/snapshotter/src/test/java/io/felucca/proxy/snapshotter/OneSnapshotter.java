package io.felucca.proxy.snapshotter;

import io.felucca.api.Fault;
import io.felucca.api.container.Containers;
import io.felucca.api.content.ContentStore;
import io.felucca.api.image.Images;
import io.felucca.api.lease.Leases;
import io.felucca.api.metadata.Metadata;
import io.felucca.api.namespace.Namespaces;
import io.felucca.api.snapshot.Snapshotter;

/** A world of one snapshotter, which answers to one name. */
record OneSnapshotter(String name, Snapshotter snapshotter) implements Metadata {
  @Override
  public Snapshotter snapshotter(String id) {
    if (!id.equals(name)) {
      throw Fault.invalid("snapshotter not loaded: %s", id);
    }
    return snapshotter;
  }

  @Override
  public ContentStore content() {
    throw notHere();
  }

  @Override
  public Images images() {
    throw notHere();
  }

  @Override
  public Containers containers() {
    throw notHere();
  }

  @Override
  public Leases leases() {
    throw notHere();
  }

  @Override
  public Namespaces namespaces() {
    throw notHere();
  }

  private static Fault notHere() {
    return Fault.unimplemented("snapshots only");
  }
}
