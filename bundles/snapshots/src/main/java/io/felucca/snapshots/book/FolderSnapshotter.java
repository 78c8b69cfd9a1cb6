package io.felucca.snapshots.book;

import io.felucca.api.Fault;
import io.felucca.api.FieldPaths;
import io.felucca.api.Mount;
import io.felucca.api.Scope;
import io.felucca.api.filter.Filter;
import io.felucca.api.snapshot.SnapshotInfo;
import io.felucca.api.snapshot.SnapshotKind;
import io.felucca.api.snapshot.Snapshotter;
import io.felucca.api.snapshot.Usage;
import io.felucca.linux.FileTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A snapshotter that keeps each snapshot in a folder of its own and everything else in the book:
 * what is left to say is how a folder is filled and what to mount.
 *
 * <p>Folders are {@code <root>/snapshots/<id>}, the book is {@code <root>/metadata.lmdb}. A folder
 * is filled before the snapshot is entered in the book, under another name, so a crash leaves a
 * folder too many but never one too few; {@link #cleanup} removes such folders.
 */
public abstract class FolderSnapshotter implements Snapshotter {
  private final Path root;
  private final boolean removesAtOnce;
  private final Folders folders;
  private SnapshotBook book;
  private boolean closed;

  /**
   * Nothing on disk is touched before the first call.
   *
   * @param removesAtOnce whether a removal takes the folder with it, or leaves that to {@link
   *     #cleanup}
   */
  protected FolderSnapshotter(Path root, boolean removesAtOnce) {
    this.root = root;
    this.removesAtOnce = removesAtOnce;
    this.folders = new Folders(root.resolve("snapshots"));
  }

  /** Fills the empty folder of a snapshot to come; the plan has no ID yet. */
  protected abstract void fill(Path folder, Snapshot plan) throws IOException;

  /** Says what to mount for an active snapshot or a view. */
  protected abstract List<Mount> mountsOf(Snapshot snapshot);

  /** The part of a snapshot's folder that counts as its usage. */
  protected Path measured(Path folder) {
    return folder;
  }

  /** Where everything is kept. */
  protected final Path root() {
    return root;
  }

  /** The folder of a snapshot. */
  protected final Path folder(String id) {
    return folders.of(id);
  }

  @Override
  public Map<String, String> exports() {
    return Map.of("root", root.toString());
  }

  @Override
  public SnapshotInfo stat(Scope scope, String key) {
    return book().info(key);
  }

  @Override
  public SnapshotInfo update(Scope scope, SnapshotInfo info, FieldPaths paths) {
    return book().update(info, paths);
  }

  @Override
  public Usage usage(Scope scope, String key) {
    Snapshot snapshot = book().get(key);
    return snapshot.kind() == SnapshotKind.ACTIVE ? measure(snapshot.id()) : book().usage(key);
  }

  @Override
  public List<Mount> mounts(Scope scope, String key) {
    return mountsOf(book().mountable(key));
  }

  @Override
  public List<Mount> prepare(Scope scope, String key, String parent, Map<String, String> labels) {
    return create(SnapshotKind.ACTIVE, key, parent, labels);
  }

  @Override
  public List<Mount> view(Scope scope, String key, String parent, Map<String, String> labels) {
    return create(SnapshotKind.VIEW, key, parent, labels);
  }

  private List<Mount> create(
      SnapshotKind kind, String key, String parent, Map<String, String> labels) {
    Snapshot plan = book().plan(kind, key, parent, labels);
    try (Filling filling = folders.fresh()) {
      fill(filling.path(), plan);
      Snapshot snapshot =
          book().create(kind, key, parent, labels, entry -> filling.adopt(entry.id()));
      return mountsOf(snapshot);
    } catch (IOException e) {
      throw Fault.io("snapshot \"" + key + "\"", e);
    }
  }

  @Override
  public void commit(
      Scope scope, String name, String key, Map<String, String> labels, String parent) {
    Usage usage = measure(book().get(key).id());
    try {
      book().commit(name, key, usage, labels, parent);
    } catch (Fault fault) {
      throw new Fault(fault.kind(), "failed to commit snapshot: " + fault.getMessage(), fault);
    }
  }

  @Override
  public void remove(Scope scope, String key) {
    try {
      Snapshot removed = book().remove(key, SnapshotBook.FileWork.NONE);
      if (removesAtOnce) {
        FileTree.delete(folder(removed.id()));
      }
    } catch (IOException e) {
      throw Fault.io("folder of removed snapshot \"" + key + "\"", e);
    }
  }

  @Override
  public void list(Scope scope, Filter filter, Consumer<SnapshotInfo> to) {
    book().list(filter, to);
  }

  @Override
  public void cleanup(Scope scope) {
    try {
      delete(book().inspect(folders::putOrphansAside));
    } catch (IOException e) {
      throw Fault.io("clean-up of " + root, e);
    }
  }

  /** One that cannot be deleted does not keep the others. */
  private static void delete(List<Path> orphans) throws IOException {
    IOException first = null;
    for (Path orphan : orphans) {
      try {
        FileTree.delete(orphan);
      } catch (IOException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (book != null) {
      book.close();
      book = null;
    }
  }

  /** Opened by the first call, which keeps the store's native library off the start-up path. */
  protected final synchronized SnapshotBook book() {
    if (closed) {
      throw Fault.unavailable("snapshotter in %s is closed", root);
    }
    if (book == null) {
      book = SnapshotBook.open(root.resolve("metadata.lmdb"));
    }
    return book;
  }

  private Usage measure(String id) {
    try {
      FileTree.Size size = FileTree.measure(measured(folder(id)));
      return new Usage(size.inodes(), size.bytes());
    } catch (IOException e) {
      throw Fault.io("usage of snapshot " + id, e);
    }
  }
}
