package io.felucca.metadata.snapshots;

import io.felucca.metadata.db.PendingCommit;
import io.felucca.metadata.db.World;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Who may have come to refer to a snapshot of a backend since nobody did: the key that it was made
 * for, a commit under way, or a namespace that has adopted it by its target. Costs a few look-ups,
 * however many snapshots there are.
 *
 * @param snapshotter the backend's ID
 * @param backendKey the snapshot's key there
 * @param target the target that it carries; empty for none
 */
record Claims(String snapshotter, String backendKey, String target) {
  boolean any(World world) {
    return isMade(world) || isPending(world) || isAdopted(world);
  }

  /** Names that the store has given are {@code namespace/number/key}. */
  private boolean isMade(World world) {
    String[] parts = backendKey.split("/", 3);
    return parts.length == 3 && refers(world, parts[0], parts[2]);
  }

  private boolean isPending(World world) {
    AtomicBoolean pending = new AtomicBoolean(world.pendingCommits().has(backendKey));
    world
        .pendingCommits()
        .each((PendingCommit commit) -> pending.compareAndSet(false, isOf(commit)));
    return pending.get();
  }

  private boolean isOf(PendingCommit commit) {
    return commit.backendKey().equals(backendKey);
  }

  private boolean isAdopted(World world) {
    return !target.isEmpty()
        && world.names().stream().anyMatch(namespace -> refers(world, namespace, target));
  }

  private boolean refers(World world, String namespace, String key) {
    return world
        .space(namespace)
        .snapshots(snapshotter)
        .get(key)
        .filter(record -> record.backendKey().equals(backendKey))
        .isPresent();
  }
}
