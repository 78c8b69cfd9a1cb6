package io.felucca.metadata.objects;

import io.felucca.api.Fault;
import io.felucca.api.FieldPaths;
import io.felucca.api.Identifiers;
import io.felucca.api.Labels;
import io.felucca.api.Scope;
import io.felucca.api.event.Events;
import io.felucca.api.event.Payload;
import io.felucca.api.namespace.Namespace;
import io.felucca.api.namespace.Namespaces;
import io.felucca.metadata.db.Backend;
import io.felucca.metadata.db.Change;
import io.felucca.metadata.db.Database;
import io.felucca.metadata.db.LabelRules;
import io.felucca.metadata.db.Publisher;
import io.felucca.metadata.db.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All namespaces, in the store. Their events are published in the namespace they tell of. */
public final class StoredNamespaces implements Namespaces {
  private static final int LONGEST_NAME = 76;

  private final Database database;
  private final Publisher events;

  public StoredNamespaces(Database database, Publisher events) {
    this.database = database;
    this.events = events;
  }

  @Override
  public Namespace get(Scope scope, String name) {
    return new Namespace(
        name, canExist(name) ? database.view(world -> world.space(name).labels()) : Map.of());
  }

  private static boolean canExist(String name) {
    return !name.isEmpty() && name.length() <= LONGEST_NAME;
  }

  @Override
  public List<Namespace> list(Scope scope) {
    return database.view(
        world ->
            world.names().stream()
                .map(name -> new Namespace(name, world.space(name).labels()))
                .toList());
  }

  @Override
  public Namespace create(Scope scope, Namespace namespace) {
    check(namespace);
    Map<String, String> labels = Labels.withoutEmpty(namespace.labels());
    database.change(change -> insert(change, namespace.name(), labels));
    publish(
        scope,
        namespace.name(),
        "create",
        new Events.NamespaceCreate(namespace.name(), namespace.labels()));
    return namespace;
  }

  private static void check(Namespace namespace) {
    Identifiers.check(namespace.name());
    LabelRules.check("namespace.Labels", namespace.labels());
  }

  private static Space insert(Change change, String name, Map<String, String> labels) {
    if (change.has(name)) {
      throw Fault.exists("namespace \"%s\"", name);
    }
    Space space = change.space(name);
    space.setLabels(labels);
    return space;
  }

  @Override
  public Namespace update(Scope scope, Namespace namespace, FieldPaths paths) {
    check(namespace);
    Namespace updated =
        database.change(change -> relabel(change.space(namespace.name()), namespace, paths));
    publish(
        scope,
        namespace.name(),
        "update",
        new Events.NamespaceUpdate(namespace.name(), namespace.labels()));
    return updated;
  }

  private static Namespace relabel(Space space, Namespace given, FieldPaths paths) {
    Map<String, String> labels =
        paths.isEmpty() ? Labels.withoutEmpty(given.labels()) : space.labels();
    for (String path : paths.paths()) {
      String key = FieldPaths.keyBehind("labels", path);
      if (key == null) {
        throw Fault.invalid("cannot update \"%s\" field", path);
      }
      labels = FieldPaths.mergeKey(labels, given.labels(), key);
    }
    space.setLabels(labels);
    return new Namespace(space.name(), labels);
  }

  @Override
  public void delete(Scope scope, String name) {
    database.change(
        change -> {
          remove(change, name);
          return null;
        });
    publish(scope, name, "delete", new Events.NamespaceDelete(name));
  }

  private static void remove(Change change, String name) {
    if (!canExist(name) || !change.has(name)) {
      throw Fault.notFound("namespace \"%s\"", name);
    }
    List<String> kinds = kindsIn(change.space(name));
    if (!kinds.isEmpty()) {
      throw Fault.precondition(
          "namespace \"%s\" must be empty, but it still has %s", name, String.join(", ", kinds));
    }
    change.drop(name);
    // ingests do not keep a namespace, but have bytes
    change.deletedIn(Backend.CONTENT);
  }

  private static List<String> kindsIn(Space space) {
    List<String> kinds = new ArrayList<>();
    if (!space.images().isEmpty()) {
      kinds.add("images");
    }
    if (!space.blobs().isEmpty()) {
      kinds.add("blobs");
    }
    if (!space.containers().isEmpty()) {
      kinds.add("containers");
    }
    for (String snapshotter : space.snapshotters()) {
      if (!space.snapshots(snapshotter).isEmpty()) {
        kinds.add("snapshots on \"" + snapshotter + "\" snapshotter");
      }
    }
    return kinds;
  }

  private void publish(Scope scope, String namespace, String what, Payload payload) {
    events.publish(scope.withNamespace(namespace), "/namespaces/" + what, payload);
  }
}
