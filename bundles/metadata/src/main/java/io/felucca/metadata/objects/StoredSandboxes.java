package io.felucca.metadata.objects;

import io.felucca.api.Fault;
import io.felucca.api.FieldPaths;
import io.felucca.api.Scope;
import io.felucca.api.filter.Filter;
import io.felucca.api.sandbox.Sandbox;
import io.felucca.api.sandbox.Sandboxes;
import io.felucca.metadata.db.Database;
import io.felucca.metadata.db.LabelRules;
import io.felucca.metadata.db.Space;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The sandboxes of each namespace, in the store. No events tell of records: those of a sandbox'
 * life come from who serves its controller.
 */
public final class StoredSandboxes implements Sandboxes {
  private final Shelf<Sandbox> shelf;

  public StoredSandboxes(Database database) {
    shelf = new Shelf<>(database, Space::sandboxes, Sandbox::id);
  }

  @Override
  public Sandbox get(Scope scope, String id) {
    return shelf.find(scope, id).orElseThrow(() -> unknown(id));
  }

  private static Fault unknown(String id) {
    return Fault.notFound("bucket \"%s\" not found", id);
  }

  @Override
  public List<Sandbox> list(Scope scope, Filter filter) {
    List<Sandbox> found = new ArrayList<>();
    shelf.list(scope, filter, found::add);
    return found;
  }

  @Override
  public Sandbox create(Scope scope, Sandbox sandbox) {
    scope.requireNamespace();
    LabelRules.within("failed to validate sandbox", () -> SandboxRules.check(sandbox));
    Instant now = Instant.now();
    return shelf.add(
        scope,
        SandboxRules.stored(sandbox, now, now),
        () -> Fault.exists("write error: sandbox bucket \"%s\" already exists", sandbox.id()));
  }

  @Override
  public Sandbox update(Scope scope, Sandbox sandbox, FieldPaths paths) {
    return shelf.replace(
        scope,
        sandbox.id(),
        () -> unknown(sandbox.id()),
        (change, old) -> {
          // references may have gone with the old labels
          change.deleted();
          Sandbox updated = SandboxRules.updated(old, sandbox, paths);
          return SandboxRules.stored(updated, old.createdAt(), Instant.now());
        });
  }

  @Override
  public void delete(Scope scope, String id) {
    shelf.remove(scope, id, () -> Fault.notFound("failed to delete sandbox \"%s\"", id));
  }
}
