package io.felucca.metadata.db;

import io.felucca.api.Fault;
import io.felucca.store.Bucket;
import io.felucca.store.Locks;
import io.felucca.store.StoreException;
import io.felucca.store.StoreFullException;
import io.felucca.store.StoreOptions;
import io.felucca.store.Stores;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One instance's way to the store of the namespaced world; opened by the first call, because the
 * native library takes its time and the daemon's start does not wait for it. Several instances on
 * one store share what must be single: {@link Shared}, {@link #locks}.
 */
public final class Database implements AutoCloseable {
  private static final String SEQUENCE = "sequence";

  private final Path file;
  private final boolean sync;
  private final Sequence sequence = new Sequence(this::reserve);
  private volatile Opened opened;
  private volatile Consumer<Boolean> listener = deleted -> {};
  private volatile boolean closed;

  /**
   * @param sync whether a change is on disk when its call returns
   */
  public Database(Path file, boolean sync) {
    this.file = file;
    this.sync = sync;
  }

  public Path file() {
    return file;
  }

  /** Opens the store now if another instance has it open: what they share outlives that one. */
  public void join() {
    if (Stores.isOpen(file)) {
      opened();
    }
  }

  /** Reads one consistent state; waits for nobody. */
  public <T> T view(Function<World, T> work) {
    Opened open = opened();
    try {
      return open.store().view(tx -> work.apply(new World(tx)));
    } catch (StoreException | IllegalStateException e) {
      throw fault(e);
    }
  }

  /** Changes durably, or not at all where {@code work} throws, and tells the listener. */
  public <T> T change(Function<Change, T> work) {
    Outcome<T> outcome = run(work);
    boolean deleted = outcome.change.hasDeleted();
    opened().backlog().add(deleted);
    listener.accept(deleted);
    return outcome.result;
  }

  /** As {@link #change} without telling anybody: for the collector itself and for bookkeeping. */
  public <T> T changeSilently(Function<Change, T> work) {
    return run(work).result;
  }

  private <T> Outcome<T> run(Function<Change, T> work) {
    Opened open = opened();
    open.begun().incrementAndGet();
    try {
      return open.store().update(tx -> attempt(open, work, new Change(tx)));
    } catch (StoreException | IllegalStateException e) {
      throw fault(e);
    } finally {
      open.ended().incrementAndGet();
    }
  }

  private static <T> Outcome<T> attempt(Opened open, Function<Change, T> work, Change change) {
    Opened.unmark(change.tx());
    T result = work.apply(change);
    change.tx().afterCommit(() -> open.dirt().add(change.dirty()));
    return new Outcome<>(result, change);
  }

  private record Outcome<T>(T result, Change change) {}

  /**
   * A moment to compare with later: negative where a change is running. Views that begin after it
   * see all that was changed before it.
   */
  public long moment() {
    Opened open = opened();
    long before = open.ended().get();
    return open.begun().get() == before ? before : -1;
  }

  /** Asked inside a change: whether it is the first one since that moment. */
  public boolean isFirstSince(long moment) {
    return moment >= 0 && opened().begun().get() == moment + 1;
  }

  /** A name for the backends that was never used before. */
  public String backendName(String namespace, String name) {
    return namespace + "/" + sequence.next() + "/" + name;
  }

  private long reserve(long count) {
    return changeSilently(
        change -> {
          Bucket state = change.tx().root().make(Opened.STATE);
          long first = state.number(SEQUENCE).orElse(1);
          state.putNumber(SEQUENCE, first + count);
          return first;
        });
  }

  public Dirt dirt() {
    return opened().dirt();
  }

  /** What instances on this store share. */
  public Shared shared() {
    return opened().shared();
  }

  /** Locks that instances on this store share. */
  public Locks locks(String name) {
    return opened().store().locks(name);
  }

  /** What has changed since the collection before; empty while the store is not open. */
  public Optional<Backlog> backlog() {
    return Optional.ofNullable(opened).map(Opened::backlog);
  }

  /** Tells {@code to} of every change; true where something was deleted. */
  public void onChange(Consumer<Boolean> to) {
    listener = to;
  }

  private Opened opened() {
    Opened open = opened;
    return open == null ? open() : open;
  }

  private synchronized Opened open() {
    if (closed) {
      throw closed();
    }
    if (opened == null) {
      opened = openStore();
    }
    return opened;
  }

  private Opened openStore() {
    try {
      return new Opened(Stores.open(file, StoreOptions.defaults().withSync(sync)));
    } catch (StoreException e) {
      throw fault(e);
    }
  }

  private RuntimeException fault(RuntimeException e) {
    if (closed) {
      return closed();
    }
    if (!(e instanceof StoreException)) {
      return e;
    }
    boolean full = e instanceof StoreFullException;
    Fault.Kind kind = full ? Fault.Kind.RESOURCE_EXHAUSTED : Fault.Kind.INTERNAL;
    return new Fault(kind, "metadata store: " + e.getMessage(), e);
  }

  private Fault closed() {
    return Fault.unavailable("metadata store %s is closed", file);
  }

  /** Further calls fault; the last instance that closes it leaves the mark of a clean store. */
  @Override
  public synchronized void close() {
    closed = true;
    Opened open = opened;
    if (open != null) {
      opened = null;
      open.close();
    }
  }
}
