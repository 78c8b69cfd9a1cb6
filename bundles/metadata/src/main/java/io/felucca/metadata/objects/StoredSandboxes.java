package io.felucca.metadata.objects;

import io.felucca.api.Fault;
import io.felucca.api.FieldPaths;
import io.felucca.api.Scope;
import io.felucca.api.filter.Filter;
import io.felucca.api.sandbox.Sandbox;
import io.felucca.api.sandbox.Sandboxes;
import io.felucca.metadata.db.Database;
import io.felucca.metadata.db.LabelRules;
import io.felucca.metadata.db.Pages;
import io.felucca.metadata.db.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The sandboxes of each namespace, in the store. No events tell of records: those of a sandbox'
 * life come from who serves its controller.
 */
public final class StoredSandboxes implements Sandboxes {
  private final Database database;

  public StoredSandboxes(Database database) {
    this.database = database;
  }

  @Override
  public Sandbox get(Scope scope, String id) {
    String namespace = scope.requireNamespace();
    return database
        .view(world -> world.space(namespace).sandboxes().get(id))
        .orElseThrow(() -> unknown(id));
  }

  private static Fault unknown(String id) {
    return Fault.notFound("bucket \"%s\" not found", id);
  }

  @Override
  public List<Sandbox> list(Scope scope, Filter filter) {
    String namespace = scope.requireNamespace();
    List<Sandbox> found = new ArrayList<>();
    Pages.each(
        database,
        world -> world.space(namespace).sandboxes(),
        Sandbox::id,
        page -> page.stream().filter(filter).forEach(found::add));
    return found;
  }

  @Override
  public Sandbox create(Scope scope, Sandbox sandbox) {
    String namespace = scope.requireNamespace();
    LabelRules.within("failed to validate sandbox", () -> SandboxRules.check(sandbox));
    Instant now = Instant.now();
    Sandbox created = SandboxRules.stored(sandbox, now, now);
    return database.change(change -> insert(change.space(namespace).sandboxes(), created));
  }

  private static Sandbox insert(Table<Sandbox> sandboxes, Sandbox sandbox) {
    if (sandboxes.has(sandbox.id())) {
      throw Fault.exists("write error: sandbox bucket \"%s\" already exists", sandbox.id());
    }
    sandboxes.put(sandbox);
    return sandbox;
  }

  @Override
  public Sandbox update(Scope scope, Sandbox sandbox, FieldPaths paths) {
    String namespace = scope.requireNamespace();
    return database.change(
        change -> {
          // references may have gone with the old labels
          change.deleted();
          return replace(change.space(namespace).sandboxes(), sandbox, paths);
        });
  }

  private static Sandbox replace(Table<Sandbox> sandboxes, Sandbox given, FieldPaths paths) {
    Sandbox old = sandboxes.get(given.id()).orElseThrow(() -> unknown(given.id()));
    Sandbox updated = SandboxRules.updated(old, given, paths);
    Sandbox stored = SandboxRules.stored(updated, old.createdAt(), Instant.now());
    sandboxes.put(stored);
    return stored;
  }

  @Override
  public void delete(Scope scope, String id) {
    String namespace = scope.requireNamespace();
    database.change(
        change -> {
          if (!change.space(namespace).sandboxes().delete(id)) {
            throw Fault.notFound("failed to delete sandbox \"%s\"", id);
          }
          change.deleted();
          return null;
        });
  }
}
