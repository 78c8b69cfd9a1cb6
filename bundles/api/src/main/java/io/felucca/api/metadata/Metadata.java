package io.felucca.api.metadata;

import io.felucca.api.Fault;
import io.felucca.api.container.Containers;
import io.felucca.api.content.ContentStore;
import io.felucca.api.image.Images;
import io.felucca.api.lease.Leases;
import io.felucca.api.namespace.Namespaces;
import io.felucca.api.plugin.PluginKind;
import io.felucca.api.sandbox.Sandboxes;
import io.felucca.api.snapshot.Snapshotter;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The namespaced world: records of images, containers and leases, and views over the content store
 * and the snapshotters that show each namespace its own.
 *
 * <p>Everything created in a scope with a lease is added to that lease in the same transaction; an
 * unknown lease is NOT_FOUND. Changes are durable when a call returns, and published as events
 * after that.
 */
@ProviderType
public interface Metadata {
  PluginKind<Metadata> KIND = new PluginKind<>("io.containerd.metadata.v1", Metadata.class);

  /** The one plugin of its type; the name is that of the store of other daemons. */
  String ID = "bolt";

  /** The content of the scope's namespace; refs and visibility are the namespace's own. */
  ContentStore content();

  /**
   * The view over a snapshotter, by ID; INVALID_ARGUMENT ("snapshotter not loaded: X") where no
   * such plugin is known.
   */
  Snapshotter snapshotter(String id);

  Images images();

  Containers containers();

  Leases leases();

  /** UNIMPLEMENTED in a world that has none. */
  default Sandboxes sandboxes() {
    throw Fault.unimplemented("this metadata has no sandboxes");
  }

  Namespaces namespaces();
}
