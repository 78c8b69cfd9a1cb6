package io.felucca.metadata.snapshots;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.filter.Filter;
import io.felucca.api.plugin.Held;
import io.felucca.api.snapshot.SnapshotInfo;
import io.felucca.api.snapshot.Snapshotter;
import io.felucca.metadata.db.SnapshotRecord;
import io.felucca.metadata.db.World;
import io.felucca.metadata.locks.KeyLocks;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Removes snapshots from the backend that no namespace has, and lets it free their bytes. */
public final class SnapshotSweep {
  private static final System.Logger LOG = System.getLogger(SnapshotSweep.class.getName());

  private final Ground ground;
  private final Pending pending;

  SnapshotSweep(Ground ground, Pending pending) {
    this.ground = ground;
    this.pending = pending;
  }

  /** Whether all that was to go is gone. */
  public boolean run(Scope scope) {
    boolean settled = pending.settleAll(scope);
    try (Held<Snapshotter> held = ground.hold(scope)) {
      boolean clean = sweep(scope, held.get()) && settled;
      cleanup(scope, held.get());
      return clean;
    }
  }

  private static void cleanup(Scope scope, Snapshotter backend) {
    try {
      backend.cleanup(scope);
    } catch (Fault e) {
      if (e.kind() != Fault.Kind.UNIMPLEMENTED) {
        throw e;
      }
    }
  }

  /** One after the other: a backend that hangs in one holds up nobody who is after another. */
  private boolean sweep(Scope scope, Snapshotter backend) {
    Map<String, SnapshotInfo> there = new HashMap<>();
    backend.list(scope, Filter.ALL, info -> there.put(info.name(), info));
    boolean clean = true;
    for (SnapshotInfo info : childrenFirst(there, ground.database().view(this::known))) {
      clean &= sweep(scope, backend, info);
    }
    return clean;
  }

  /** Not where a call is at it just now. */
  private boolean sweep(Scope scope, Snapshotter backend, SnapshotInfo stranger) {
    String name = Ground.inBackend(stranger.name());
    Optional<KeyLocks.Hold> lock = ground.locks().tryAlone(name);
    if (lock.isEmpty()) {
      return true;
    }
    try (KeyLocks.Hold hold = lock.get()) {
      String target = target(stranger);
      return target.isEmpty()
          ? removeUnclaimed(scope, backend, stranger)
          : sweepTarget(scope, backend, stranger, target);
    }
  }

  private boolean sweepTarget(
      Scope scope, Snapshotter backend, SnapshotInfo stranger, String target) {
    Optional<KeyLocks.Hold> lock = ground.locks().tryAlone(Ground.target(target));
    if (lock.isEmpty()) {
      return true;
    }
    try (KeyLocks.Hold hold = lock.get()) {
      return removeUnclaimed(scope, backend, stranger);
    }
  }

  /** What was claimed before the lock was taken is seen now, and nothing is claimed any more. */
  private boolean removeUnclaimed(Scope scope, Snapshotter backend, SnapshotInfo stranger) {
    Claims claims = new Claims(ground.id(), stranger.name(), target(stranger));
    return ground.database().view(claims::any) || remove(scope, backend, stranger);
  }

  private static String target(SnapshotInfo info) {
    return info.labels().getOrDefault(SnapshotRules.TARGET, "");
  }

  /** The keys of the backend that the store refers to, also by commits under way. */
  private Set<String> known(World world) {
    Set<String> known = new HashSet<>();
    for (String namespace : world.names()) {
      world
          .space(namespace)
          .snapshots(ground.id())
          .each((SnapshotRecord snapshot) -> known.add(snapshot.backendKey()));
    }
    world
        .pendingCommits()
        .each(
            commit -> {
              known.add(commit.backendKey());
              known.add(commit.backendName());
            });
    return known;
  }

  private static List<SnapshotInfo> childrenFirst(
      Map<String, SnapshotInfo> there, Set<String> known) {
    List<SnapshotInfo> strangers = new ArrayList<>();
    Set<String> seen = new HashSet<>(known);
    for (SnapshotInfo info : there.values()) {
      // down to the root or to one that is placed already: parents come before it in this list
      List<SnapshotInfo> line = new ArrayList<>();
      for (SnapshotInfo at = info; at != null && seen.add(at.name()); at = there.get(at.parent())) {
        line.add(0, at);
      }
      strangers.addAll(line);
    }
    Collections.reverse(strangers);
    return strangers;
  }

  private boolean remove(Scope scope, Snapshotter backend, SnapshotInfo stranger) {
    String key = stranger.name();
    try {
      if (!target(stranger).isEmpty() && isRelabelled(stranger, backend.stat(scope, key))) {
        // adopted and given another target meanwhile: by that one, others may have it
        return false;
      }
      backend.remove(scope, key);
      LOG.log(Level.DEBUG, "removed snapshot snapshotter={0} key={1}", ground.id(), key);
      return true;
    } catch (Fault e) {
      LOG.log(
          e.kind() == Fault.Kind.NOT_FOUND ? Level.DEBUG : Level.WARNING,
          () ->
              "cannot remove snapshot snapshotter="
                  + ground.id()
                  + " key="
                  + key
                  + " error="
                  + e.getMessage());
      return e.kind() == Fault.Kind.NOT_FOUND;
    }
  }

  private static boolean isRelabelled(SnapshotInfo before, SnapshotInfo now) {
    return !target(now).equals(target(before)) || !now.updatedAt().equals(before.updatedAt());
  }
}
