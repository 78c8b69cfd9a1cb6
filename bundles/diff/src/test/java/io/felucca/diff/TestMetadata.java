package io.felucca.diff;

import io.felucca.api.container.Containers;
import io.felucca.api.content.ContentStore;
import io.felucca.api.image.Images;
import io.felucca.api.lease.Leases;
import io.felucca.api.metadata.Metadata;
import io.felucca.api.namespace.Namespaces;
import io.felucca.api.snapshot.Snapshotter;

/** The part of the namespaced world that a differ needs: the content, here of one namespace. */
record TestMetadata(ContentStore content) implements Metadata {
  @Override
  public Snapshotter snapshotter(String id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Images images() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Containers containers() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Leases leases() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Namespaces namespaces() {
    throw new UnsupportedOperationException();
  }
}
