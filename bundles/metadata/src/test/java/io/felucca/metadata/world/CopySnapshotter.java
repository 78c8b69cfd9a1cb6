package io.felucca.metadata.world;

import io.felucca.api.Mount;
import io.felucca.api.snapshot.SnapshotKind;
import io.felucca.snapshots.book.FolderSnapshotter;
import io.felucca.snapshots.book.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A snapshotter for tests that needs no kernel's help: every snapshot is a copy of its parent. */
public class CopySnapshotter extends FolderSnapshotter {
  public CopySnapshotter(Path root) {
    super(root, false);
  }

  @Override
  protected void fill(Path folder, Snapshot plan) throws IOException {
    if (plan.parentIds().isEmpty()) {
      folder.toFile().setReadable(true, false);
      folder.toFile().setExecutable(true, false);
      return;
    }
    Path parent = folder(plan.parentIds().get(0));
    Process copy =
        new ProcessBuilder("cp", "-a", parent + "/.", folder.toString()).inheritIO().start();
    try {
      if (copy.waitFor() != 0) {
        throw new IOException("cp of " + parent + " failed");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Override
  protected List<Mount> mountsOf(Snapshot snapshot) {
    String mode = snapshot.kind() == SnapshotKind.VIEW ? "ro" : "rw";
    return List.of(Mount.of("bind", folder(snapshot.id()).toString(), List.of("rbind", mode)));
  }
}
