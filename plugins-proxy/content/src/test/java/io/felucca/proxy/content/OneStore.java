package io.felucca.proxy.content;

import io.felucca.api.Fault;
import io.felucca.api.container.Containers;
import io.felucca.api.content.ContentStore;
import io.felucca.api.image.Images;
import io.felucca.api.lease.Leases;
import io.felucca.api.metadata.Metadata;
import io.felucca.api.namespace.Namespaces;
import io.felucca.api.snapshot.Snapshotter;

/** A world of one content store. */
record OneStore(ContentStore content) implements Metadata {
  @Override
  public Snapshotter snapshotter(String id) {
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
    return Fault.unimplemented("content only");
  }
}
