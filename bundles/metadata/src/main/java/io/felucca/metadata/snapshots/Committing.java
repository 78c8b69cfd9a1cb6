package io.felucca.metadata.snapshots;

import io.felucca.api.Fault;
import io.felucca.api.Labels;
import io.felucca.api.Scope;
import io.felucca.metadata.db.LeaseBook;
import io.felucca.metadata.db.PendingCommit;
import io.felucca.metadata.db.SnapshotRecord;
import io.felucca.metadata.db.Space;
import io.felucca.metadata.db.Table;
import io.felucca.metadata.locks.KeyLocks;
import java.util.Map;

/**
 * Makes active snapshots committed ones: announces it in the store, has the backend do it, notes it
 * in the store. So a snapshot that the backend has committed is never taken for garbage, whenever
 * the daemon dies.
 */
final class Committing {
  private final Ground ground;
  private final Pending pending;

  Committing(Ground ground, Pending pending) {
    this.ground = ground;
    this.pending = pending;
  }

  void commit(Scope scope, String name, String key, Map<String, String> labels, String parent) {
    String namespace = scope.requireNamespace();
    SnapshotRules.check(name, labels);
    // always in the same order, so that two never wait for one another
    boolean same = name.equals(key);
    boolean keyFirst = key.compareTo(name) < 0;
    try (KeyLocks.Hold one = ground.alone(scope, namespace, keyFirst ? key : name);
        KeyLocks.Hold two =
            same ? () -> {} : ground.alone(scope, namespace, keyFirst ? name : key)) {
      pending.settle(scope, key);
      pending.settle(scope, name);
      Announced announced = announce(scope, name, key, labels, parent);
      if (announced.commit == null) {
        throw Fault.exists("snapshot \"%s\"", name);
      }
      commitInBackend(scope, announced);
      pending.finish(scope, announced.commit);
    }
  }

  /**
   * What is noted before: the commit, null where the name is taken, and the backend's name of the
   * parent that it is to be put upon, empty where it keeps its own.
   */
  private record Announced(PendingCommit commit, String rebase) {}

  private Announced announce(
      Scope scope, String name, String key, Map<String, String> labels, String parent) {
    String backendName = ground.database().backendName(scope.namespace(), name);
    return ground
        .database()
        .change(
            change -> {
              Space space = change.space(scope.namespace());
              Table<SnapshotRecord> snapshots = space.snapshots(ground.id());
              space.leaseBook().add(scope, LeaseBook.snapshot(ground.id(), name));
              if (snapshots.has(name)) {
                return new Announced(null, "");
              }
              SnapshotRecord active =
                  snapshots.get(key).orElseThrow(() -> SnapshotRules.notFound(key));
              Announced announced =
                  plan(scope, active, name, backendName, labels, parent, snapshots);
              link(space, announced.commit);
              change.pendingCommits().put(announced.commit);
              return announced;
            });
  }

  private Announced plan(
      Scope scope,
      SnapshotRecord active,
      String name,
      String backendName,
      Map<String, String> labels,
      String parent,
      Table<SnapshotRecord> snapshots) {
    boolean rebase = active.parent().isEmpty() && !parent.isEmpty();
    String below = rebase ? parent : active.parent();
    String backendBelow =
        below.isEmpty()
            ? ""
            : snapshots
                .get(below)
                .orElseThrow(() -> SnapshotRules.parentNotFound(below))
                .backendKey();
    PendingCommit commit =
        new PendingCommit(
            scope.namespace(),
            ground.id(),
            active.key(),
            active.backendKey(),
            name,
            backendName,
            below,
            Labels.withoutEmpty(labels));
    return new Announced(commit, rebase ? backendBelow : "");
  }

  private void link(Space space, PendingCommit commit) {
    if (!commit.parent().isEmpty()) {
      space.children(ground.id()).add(commit.parent(), commit.name());
    }
  }

  private void commitInBackend(Scope scope, Announced announced) {
    PendingCommit commit = announced.commit;
    Map<String, String> inherited = SnapshotRules.inherited(commit.labels());
    try {
      ground.run(
          scope,
          backend ->
              backend.commit(
                  scope, commit.backendName(), commit.backendKey(), inherited, announced.rebase));
    } catch (RuntimeException | Error e) {
      if (!happenedAllTheSame(scope, commit, e)) {
        throw e;
      }
    }
  }

  /** A failure may be that of the answer only; where the backend cannot tell now, it will later. */
  private boolean happenedAllTheSame(Scope scope, PendingCommit commit, Throwable failure) {
    try {
      return pending.settle(scope, commit);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
      ground.suspect();
      return false;
    }
  }
}
