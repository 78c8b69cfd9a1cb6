package io.felucca.snapshots.book;

import io.felucca.api.Fault;
import io.felucca.api.snapshot.SnapshotInfo;
import io.felucca.store.Bucket;
import io.felucca.store.Tx;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The pages of the book within one transaction, and who is whose child. */
final class Pages {
  private static final String SNAPSHOTS = "snapshots";
  private static final String CHILDREN = "children";
  private static final int LONGEST_NAME = 32768;

  private final Bucket snapshots;
  private final Bucket children;

  private Pages(Bucket snapshots, Bucket children) {
    this.snapshots = snapshots;
    this.children = children;
  }

  static Pages reading(Tx tx) {
    return new Pages(tx.root().at(SNAPSHOTS), tx.root().at(CHILDREN));
  }

  static Pages writing(Tx tx) {
    return new Pages(tx.root().make(SNAPSHOTS), tx.root().make(CHILDREN));
  }

  Bucket all() {
    return snapshots;
  }

  long nextId() {
    return snapshots.nextSequence();
  }

  Optional<Page> find(String name) {
    return isPossible(name)
        ? snapshots.get(name).map(bytes -> Page.read(name, bytes))
        : Optional.empty();
  }

  private static boolean isPossible(String name) {
    int length = name.getBytes(StandardCharsets.UTF_8).length;
    return length > 0 && length <= LONGEST_NAME;
  }

  Page get(String name) {
    return find(name).orElseThrow(() -> Fault.notFound("snapshot %s does not exist", name));
  }

  void mustBeFree(String name) {
    if (!isPossible(name)) {
      throw Fault.invalid(
          "a snapshot's key has 1 to %d bytes, this one %d characters",
          LONGEST_NAME, name.length());
    }
    if (snapshots.has(name)) {
      throw Fault.exists("snapshot \"%s\"", name);
    }
  }

  /** The parent, or null for none. */
  Page parent(String name) {
    return name.isEmpty()
        ? null
        : find(name).orElseThrow(() -> Fault.notFound("parent snapshot %s does not exist", name));
  }

  Snapshot snapshot(Page page) {
    String parent = page.info().parent();
    List<String> below = idsFrom(parent.isEmpty() ? null : get(parent));
    return new Snapshot(Long.toString(page.id()), page.info(), below);
  }

  /** The IDs of a page and of those below it; none for null. */
  List<String> idsFrom(Page page) {
    List<String> ids = new ArrayList<>();
    for (Page at = page; at != null; ) {
      ids.add(Long.toString(at.id()));
      at = at.info().parent().isEmpty() ? null : get(at.info().parent());
    }
    return ids;
  }

  void put(Page page) {
    SnapshotInfo info = page.info();
    snapshots.put(info.name(), page.bytes());
    if (!info.parent().isEmpty()) {
      children.make(info.parent()).put(info.name(), new byte[0]);
    }
  }

  void remove(Page page) {
    SnapshotInfo info = page.info();
    snapshots.delete(info.name());
    if (info.parent().isEmpty()) {
      return;
    }
    Bucket siblings = children.make(info.parent());
    siblings.delete(info.name());
    if (siblings.isEmpty()) {
      children.deleteBucket(info.parent());
    }
  }

  boolean hasChildren(String name) {
    return children.bucket(name).isPresent();
  }
}
