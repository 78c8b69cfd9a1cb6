package io.felucca.metadata.snapshots;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.snapshot.Snapshotter;
import io.felucca.metadata.db.Change;
import io.felucca.metadata.db.LeaseBook;
import io.felucca.metadata.db.PendingCommit;
import io.felucca.metadata.db.SnapshotRecord;
import io.felucca.metadata.db.Space;
import io.felucca.metadata.db.Table;
import io.felucca.metadata.db.World;
import io.felucca.metadata.locks.KeyLocks;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Commits that were announced in the store and whose end was not noted, because the daemon died or
 * the backend did not answer. The backend knows whether they happened: then they are noted now,
 * else withdrawn.
 */
final class Pending {
  private static final System.Logger LOG = System.getLogger(Pending.class.getName());

  private final Ground ground;

  Pending(Ground ground) {
    this.ground = ground;
  }

  /** Settles what concerns this key or name; its lock is the caller's. */
  void settle(Scope scope, String keyOrName) {
    for (PendingCommit commit : ground.database().view(this::mine)) {
      if (commit.concerns(scope.namespace(), keyOrName)) {
        settle(scope, commit);
      }
    }
  }

  /** Settles all that nobody is at just now; false where the backend cannot tell yet. */
  boolean settleAll(Scope scope) {
    boolean all = true;
    for (PendingCommit commit : ground.database().view(this::mine)) {
      Optional<KeyLocks.Hold> lock =
          ground.locks().tryAlone(commit.namespace() + "/" + commit.key());
      if (lock.isPresent()) {
        try (KeyLocks.Hold hold = lock.get()) {
          settleIfThere(scope, commit);
        } catch (Fault e) {
          LOG.log(
              Level.WARNING,
              () -> "commit not settled key=" + commit.key() + " error=" + e.getMessage());
          all = false;
        }
      }
    }
    return all;
  }

  private void settleIfThere(Scope scope, PendingCommit commit) {
    if (ground.database().view(world -> isThere(world, commit))) {
      settle(scope, commit);
    }
  }

  private static boolean isThere(World world, PendingCommit commit) {
    return world.pendingCommits().has(commit.backendName());
  }

  private List<PendingCommit> mine(World world) {
    List<PendingCommit> mine = new ArrayList<>(0);
    world
        .pendingCommits()
        .each(
            commit -> {
              if (commit.snapshotter().equals(ground.id())) {
                mine.add(commit);
              }
            });
    return mine;
  }

  /** Whether the commit had happened. */
  boolean settle(Scope scope, PendingCommit commit) {
    boolean happened = ground.call(scope, backend -> isThere(backend, scope, commit.backendName()));
    if (happened) {
      finish(scope, commit);
    } else {
      withdraw(scope, commit);
    }
    return happened;
  }

  private static boolean isThere(Snapshotter backend, Scope scope, String name) {
    try {
      backend.stat(scope, name);
      return true;
    } catch (Fault e) {
      if (e.kind() != Fault.Kind.NOT_FOUND) {
        throw e;
      }
      return false;
    }
  }

  /** Notes a commit that has happened. */
  void finish(Scope scope, PendingCommit commit) {
    ground
        .database()
        .change(
            change -> {
              finish(change, scope, commit);
              return null;
            });
  }

  private void finish(Change change, Scope scope, PendingCommit commit) {
    if (!change.pendingCommits().delete(commit.backendName())) {
      return;
    }
    Space space = change.space(commit.namespace());
    Table<SnapshotRecord> snapshots = space.snapshots(ground.id());
    boolean isThere =
        snapshots
            .get(commit.key())
            .filter(old -> old.backendKey().equals(commit.backendKey()))
            .isPresent();
    if (isThere) {
      snapshots.delete(commit.key());
    }
    if (!commit.parent().isEmpty()) {
      space.children(ground.id()).remove(commit.parent(), commit.key());
    }
    snapshots.put(commit.made(Instant.now()));
    space.leaseBook().remove(scope, LeaseBook.snapshot(ground.id(), commit.key()));
  }

  private void withdraw(Scope scope, PendingCommit commit) {
    ground
        .database()
        .changeSilently(
            change -> {
              withdraw(change, scope, commit);
              return null;
            });
  }

  private void withdraw(Change change, Scope scope, PendingCommit commit) {
    if (!change.pendingCommits().delete(commit.backendName())) {
      return;
    }
    Space space = change.space(commit.namespace());
    if (!commit.parent().isEmpty()) {
      space.children(ground.id()).remove(commit.parent(), commit.name());
    }
    space.leaseBook().remove(scope, LeaseBook.snapshot(ground.id(), commit.name()));
  }
}
