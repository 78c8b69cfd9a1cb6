package io.felucca.api.container;

import io.felucca.api.FieldPaths;
import io.felucca.api.Scope;
import io.felucca.api.filter.Filter;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The containers of a namespace: records only, what runs is a task. A container keeps its snapshot
 * alive.
 */
@ProviderType
public interface Containers {
  Container get(Scope scope, String id);

  /** Tells the containers that match, in order of IDs. */
  void list(Scope scope, Filter filter, Consumer<Container> to);

  /**
   * Makes a container; ALREADY_EXISTS where the ID is taken, INVALID_ARGUMENT where runtime or spec
   * are missing.
   */
  Container create(Scope scope, Container container);

  /**
   * Changes {@code labels}, {@code labels.K}, {@code extensions}, {@code extensions.K}, {@code
   * spec}, {@code image}, {@code snapshotkey}; with no paths all of these, and then a changed
   * snapshotter or runtime is an INVALID_ARGUMENT.
   */
  Container update(Scope scope, Container container, FieldPaths paths);

  void delete(Scope scope, String id);
}
