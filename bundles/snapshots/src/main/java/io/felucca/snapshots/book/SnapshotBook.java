package io.felucca.snapshots.book;

import io.felucca.api.Fault;
import io.felucca.api.FieldPaths;
import io.felucca.api.Labels;
import io.felucca.api.filter.Filter;
import io.felucca.api.snapshot.SnapshotInfo;
import io.felucca.api.snapshot.SnapshotKind;
import io.felucca.api.snapshot.Usage;
import io.felucca.store.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a snapshotter knows about its snapshots besides their bytes: kinds, parents, labels, times,
 * IDs.
 *
 * <p>Every change is one durable transaction; the file work that belongs to it can be done inside,
 * and then both happen or neither. Faults are those that {@link
 * io.felucca.api.snapshot.Snapshotter} promises. Several instances on one file see the same book.
 */
public final class SnapshotBook implements AutoCloseable {
  /**
   * File work inside a transaction; what it throws undoes the entry. It may run a second time after
   * the store has grown.
   */
  @FunctionalInterface
  public interface FileWork {
    /** Does it for the snapshot as it is being entered or struck out. */
    void on(Snapshot snapshot) throws IOException;

    /** No work. */
    FileWork NONE = snapshot -> {};
  }

  /** A look at all IDs while nobody writes. */
  @FunctionalInterface
  public interface Inspection<T> {
    /** Makes something of all IDs. */
    T of(Set<String> ids) throws IOException;
  }

  private final Transactions store;

  private SnapshotBook(Transactions store) {
    this.store = store;
  }

  /** Opens the book that is kept in {@code file}, which is made where it is missing. */
  public static SnapshotBook open(Path file) {
    return new SnapshotBook(new Transactions(file));
  }

  /** Enters an active snapshot or a view over {@code parent} (empty for none). */
  public Snapshot create(
      SnapshotKind kind, String key, String parent, Map<String, String> labels, FileWork work)
      throws IOException {
    return store.update(
        tx -> {
          Pages pages = Pages.writing(tx);
          Snapshot plan = plan(pages, kind, key, parent, labels);
          Page page = new Page(pages.nextId(), plan.info(), Usage.NONE);
          pages.put(page);
          Snapshot snapshot = new Snapshot(Long.toString(page.id()), page.info(), plan.parentIds());
          work.on(snapshot);
          return snapshot;
        });
  }

  /**
   * What {@link #create} would enter, without an ID yet, or the fault it would throw: so that slow
   * file work can be done before.
   */
  public Snapshot plan(SnapshotKind kind, String key, String parent, Map<String, String> labels) {
    return store.view(tx -> plan(Pages.reading(tx), kind, key, parent, labels));
  }

  private static Snapshot plan(
      Pages pages, SnapshotKind kind, String key, String parent, Map<String, String> labels) {
    if (kind == SnapshotKind.COMMITTED) {
      throw Fault.invalid("snapshot \"%s\" cannot begin as a committed one", key);
    }
    Page below = pages.parent(parent);
    if (below != null && below.info().kind() != SnapshotKind.COMMITTED) {
      throw Fault.invalid("parent \"%s\" is not committed snapshot", parent);
    }
    pages.mustBeFree(key);
    Instant now = Instant.now();
    SnapshotInfo info = new SnapshotInfo(kind, key, parent, Labels.withoutEmpty(labels), now, now);
    return new Snapshot("", info, pages.idsFrom(below));
  }

  /**
   * The active snapshot or view {@code key}; NOT_FOUND, or FAILED_PRECONDITION for a committed one.
   */
  public Snapshot mountable(String key) {
    return store.view(
        tx -> {
          Pages pages = Pages.reading(tx);
          Page page = pages.get(key);
          if (page.info().kind() == SnapshotKind.COMMITTED) {
            throw Fault.precondition(
                "snapshot \"%s\" is committed: only active snapshots and views have mounts", key);
          }
          return pages.snapshot(page);
        });
  }

  /** Any snapshot. */
  public Snapshot get(String key) {
    return store.view(
        tx -> {
          Pages pages = Pages.reading(tx);
          return pages.snapshot(pages.get(key));
        });
  }

  /**
   * Makes the active snapshot {@code key} the committed one {@code name}, with these labels only.
   *
   * @param parent becomes its parent if it was made without one; empty for no change
   * @throws Fault INVALID_ARGUMENT where it has another parent already, FAILED_PRECONDITION where
   *     it is not active or the parent not committed, ALREADY_EXISTS, NOT_FOUND
   */
  public Snapshot commit(
      String name, String key, Usage usage, Map<String, String> labels, String parent) {
    return store.update(
        tx -> {
          Pages pages = Pages.writing(tx);
          pages.mustBeFree(name);
          Page active = active(pages, key);
          String below = rebase(pages, active.info(), parent);
          Instant now = Instant.now();
          SnapshotInfo info =
              new SnapshotInfo(
                  SnapshotKind.COMMITTED, name, below, Labels.withoutEmpty(labels), now, now);
          pages.remove(active);
          Page page = new Page(active.id(), info, usage);
          pages.put(page);
          return pages.snapshot(page);
        });
  }

  private static Page active(Pages pages, String key) {
    Page page = pages.get(key);
    if (page.info().kind() != SnapshotKind.ACTIVE) {
      throw Fault.precondition("snapshot \"%s\" is not active", key);
    }
    return page;
  }

  /** The parent that a snapshot has from its commit on. */
  private static String rebase(Pages pages, SnapshotInfo active, String wanted) {
    String own = active.parent();
    if (!own.isEmpty() && !wanted.isEmpty() && !own.equals(wanted)) {
      throw Fault.invalid(
          "cannot change parent of active snapshot \"%s\" on commit: it is \"%s\", not \"%s\"",
          active.name(), own, wanted);
    }
    String below = own.isEmpty() ? wanted : own;
    Page parent = pages.parent(below);
    if (parent != null && parent.info().kind() != SnapshotKind.COMMITTED) {
      throw Fault.precondition("parent \"%s\" is not committed", below);
    }
    return below;
  }

  /** Strikes a snapshot out; FAILED_PRECONDITION where it is a parent. */
  public Snapshot remove(String key, FileWork work) throws IOException {
    return store.update(
        tx -> {
          Pages pages = Pages.writing(tx);
          Page page = pages.get(key);
          if (pages.hasChildren(key)) {
            throw Fault.precondition("cannot remove snapshot with child");
          }
          Snapshot snapshot = pages.snapshot(page);
          pages.remove(page);
          work.on(snapshot);
          return snapshot;
        });
  }

  /** What is known of a snapshot of any kind. */
  public SnapshotInfo info(String key) {
    return store.view(tx -> Pages.reading(tx).get(key).info());
  }

  /** The usage that was entered at commit; of others none. */
  public Usage usage(String key) {
    return store.view(tx -> Pages.reading(tx).get(key).usage());
  }

  /** Changes labels, as {@link io.felucca.api.snapshot.Snapshotter#update} does. */
  public SnapshotInfo update(SnapshotInfo given, FieldPaths paths) {
    return store.update(
        tx -> {
          Pages pages = Pages.writing(tx);
          Page page = pages.get(given.name());
          SnapshotInfo old = page.info();
          SnapshotInfo info =
              new SnapshotInfo(
                  old.kind(),
                  old.name(),
                  old.parent(),
                  merge(old, given, paths),
                  old.createdAt(),
                  Instant.now());
          pages.put(new Page(page.id(), info, page.usage()));
          return info;
        });
  }

  private static Map<String, String> merge(SnapshotInfo old, SnapshotInfo given, FieldPaths paths) {
    Map<String, String> labels = paths.isEmpty() ? given.labels() : old.labels();
    for (String path : paths.paths()) {
      String key = FieldPaths.keyBehind("labels", path);
      if (key != null) {
        labels = FieldPaths.mergeKey(labels, given.labels(), key);
      } else if (path.equals("labels")) {
        labels = given.labels();
      } else {
        throw Fault.invalid("cannot update \"%s\" field on snapshot \"%s\"", path, given.name());
      }
    }
    return Labels.withoutEmpty(labels);
  }

  /**
   * Tells the snapshots that match, in order of keys; the book is not locked while {@code to}
   * works.
   */
  public void list(Filter filter, Consumer<SnapshotInfo> to) {
    List<SnapshotInfo> found =
        store.view(
            tx -> {
              List<SnapshotInfo> matching = new ArrayList<>();
              for (Entry entry : Pages.reading(tx).all().entries().values()) {
                SnapshotInfo info = Page.read(entry.name(), entry.value()).info();
                if (filter.test(info)) {
                  matching.add(info);
                }
              }
              return matching;
            });
    found.forEach(to);
  }

  /**
   * Looks at all IDs while nobody can enter or strike out anything: for finding folders that belong
   * to nobody.
   */
  public <T> T inspect(Inspection<T> inspection) throws IOException {
    return store.update(
        tx -> {
          Set<String> ids = new HashSet<>();
          for (Entry entry : Pages.reading(tx).all().entries().values()) {
            ids.add(Long.toString(Page.read(entry.name(), entry.value()).id()));
          }
          return inspection.of(ids);
        });
  }

  @Override
  public void close() {
    store.close();
  }
}
