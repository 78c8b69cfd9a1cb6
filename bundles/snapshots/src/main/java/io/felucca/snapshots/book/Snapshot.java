package io.felucca.snapshots.book;

import io.felucca.api.snapshot.SnapshotInfo;
import io.felucca.api.snapshot.SnapshotKind;
import java.util.List;

/**
 * One snapshot as its snapshotter needs it.
 *
 * @param id a number that no other snapshot of the book ever has; good as a folder's name
 * @param info what is known of it
 * @param parentIds the IDs of the layers below, the nearest first
 */
public record Snapshot(String id, SnapshotInfo info, List<String> parentIds) {
  /** Keeps a copy of the IDs. */
  public Snapshot {
    parentIds = List.copyOf(parentIds);
  }

  /** What it is good for. */
  public SnapshotKind kind() {
    return info.kind();
  }
}
