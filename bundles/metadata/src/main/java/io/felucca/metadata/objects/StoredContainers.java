package io.felucca.metadata.objects;

import io.felucca.api.Fault;
import io.felucca.api.FieldPaths;
import io.felucca.api.Scope;
import io.felucca.api.container.Container;
import io.felucca.api.container.Containers;
import io.felucca.api.event.Events;
import io.felucca.api.filter.Filter;
import io.felucca.metadata.db.Database;
import io.felucca.metadata.db.LabelRules;
import io.felucca.metadata.db.Publisher;
import io.felucca.metadata.db.Space;
import java.time.Instant;
import java.util.function.Consumer;

/** The containers of each namespace, in the store. */
public final class StoredContainers implements Containers {
  private final Shelf<Container> shelf;
  private final Publisher events;

  public StoredContainers(Database database, Publisher events) {
    shelf = new Shelf<>(database, Space::containers, Container::id);
    this.events = events;
  }

  @Override
  public Container get(Scope scope, String id) {
    return shelf
        .find(scope, id)
        .orElseThrow(
            () -> Fault.notFound("container \"%s\" in namespace \"%s\"", id, scope.namespace()));
  }

  @Override
  public void list(Scope scope, Filter filter, Consumer<Container> to) {
    shelf.list(scope, filter, to);
  }

  @Override
  public Container create(Scope scope, Container container) {
    scope.requireNamespace();
    LabelRules.within("create container failed validation", () -> ContainerRules.check(container));
    Instant now = Instant.now();
    Container created =
        shelf.add(
            scope,
            ContainerRules.stored(container, now, now),
            () -> Fault.exists("container \"%s\"", container.id()));
    events.publish(
        scope,
        "/containers/create",
        new Events.ContainerCreate(
            created.id(), created.image(), created.runtime(), created.runtimeOptions()));
    return created;
  }

  @Override
  public Container update(Scope scope, Container container, FieldPaths paths) {
    scope.requireNamespace();
    if (container.id().isEmpty()) {
      throw Fault.invalid("must specify a container id");
    }
    Container updated =
        shelf.replace(
            scope,
            container.id(),
            () -> Fault.notFound("container \"%s\"", container.id()),
            (change, old) -> replaced(old, container, paths));
    events.publish(
        scope,
        "/containers/update",
        new Events.ContainerUpdate(
            updated.id(), updated.image(), updated.labels(), updated.snapshotKey()));
    return updated;
  }

  private static Container replaced(Container old, Container given, FieldPaths paths) {
    Container updated = ContainerRules.updated(old, given, paths);
    LabelRules.within("update failed validation", () -> ContainerRules.check(updated));
    return ContainerRules.stored(updated, old.createdAt(), Instant.now());
  }

  @Override
  public void delete(Scope scope, String id) {
    shelf.remove(scope, id, () -> Fault.notFound("container %s", id));
    events.publish(scope, "/containers/delete", new Events.ContainerDelete(id));
  }
}
