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
import io.felucca.metadata.db.Pages;
import io.felucca.metadata.db.Publisher;
import io.felucca.metadata.db.Table;
import java.time.Instant;
import java.util.function.Consumer;

/** The containers of each namespace, in the store. */
public final class StoredContainers implements Containers {
  private final Database database;
  private final Publisher events;

  public StoredContainers(Database database, Publisher events) {
    this.database = database;
    this.events = events;
  }

  @Override
  public Container get(Scope scope, String id) {
    String namespace = scope.requireNamespace();
    return database
        .view(world -> world.space(namespace).containers().get(id))
        .orElseThrow(() -> Fault.notFound("container \"%s\" in namespace \"%s\"", id, namespace));
  }

  @Override
  public void list(Scope scope, Filter filter, Consumer<Container> to) {
    String namespace = scope.requireNamespace();
    Pages.each(
        database,
        world -> world.space(namespace).containers(),
        Container::id,
        page -> page.stream().filter(filter).forEach(to));
  }

  @Override
  public Container create(Scope scope, Container container) {
    String namespace = scope.requireNamespace();
    LabelRules.within("create container failed validation", () -> ContainerRules.check(container));
    Instant now = Instant.now();
    Container created = ContainerRules.stored(container, now, now);
    database.change(change -> insert(change.space(namespace).containers(), created));
    events.publish(
        scope,
        "/containers/create",
        new Events.ContainerCreate(
            created.id(), created.image(), created.runtime(), created.runtimeOptions()));
    return created;
  }

  private static Container insert(Table<Container> containers, Container container) {
    if (containers.has(container.id())) {
      throw Fault.exists("container \"%s\"", container.id());
    }
    containers.put(container);
    return container;
  }

  @Override
  public Container update(Scope scope, Container container, FieldPaths paths) {
    String namespace = scope.requireNamespace();
    if (container.id().isEmpty()) {
      throw Fault.invalid("must specify a container id");
    }
    Container updated =
        database.change(change -> replace(change.space(namespace).containers(), container, paths));
    events.publish(
        scope,
        "/containers/update",
        new Events.ContainerUpdate(
            updated.id(), updated.image(), updated.labels(), updated.snapshotKey()));
    return updated;
  }

  private static Container replace(Table<Container> containers, Container given, FieldPaths paths) {
    Container old =
        containers
            .get(given.id())
            .orElseThrow(() -> Fault.notFound("container \"%s\"", given.id()));
    Container updated = ContainerRules.updated(old, given, paths);
    LabelRules.within("update failed validation", () -> ContainerRules.check(updated));
    Container stored = ContainerRules.stored(updated, old.createdAt(), Instant.now());
    containers.put(stored);
    return stored;
  }

  @Override
  public void delete(Scope scope, String id) {
    String namespace = scope.requireNamespace();
    database.change(
        change -> {
          if (!change.space(namespace).containers().delete(id)) {
            throw Fault.notFound("container %s", id);
          }
          change.deleted();
          return null;
        });
    events.publish(scope, "/containers/delete", new Events.ContainerDelete(id));
  }
}
