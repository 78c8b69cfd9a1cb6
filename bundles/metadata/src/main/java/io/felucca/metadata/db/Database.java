package io.felucca.metadata.db;

import io.felucca.api.Fault;
import io.felucca.store.Bucket;
import io.felucca.store.Store;
import io.felucca.store.StoreException;
import io.felucca.store.StoreFullException;
import io.felucca.store.StoreOptions;
import io.felucca.store.Stores;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The store of the namespaced world; opened by the first call, because the native library takes its
 * time and the daemon's start does not wait for it.
 *
 * <p>While it is clean, a mark in the store says so, with the backends that were left dirty. The
 * first change takes the mark away, {@link #close} puts it back; where it is missing at the
 * opening, the daemon died, and every backend may hold bytes that nobody refers to.
 */
public final class Database implements AutoCloseable {
  private static final String STATE = "state";
  private static final String CLEAN = "clean";
  private static final String SEQUENCE = "sequence";

  private final Path file;
  private final boolean sync;
  private final Mutations mutations = new Mutations();
  private final Dirt dirt = new Dirt();
  private final Sequence sequence = new Sequence(this::reserve);
  private final AtomicLong begun = new AtomicLong();
  private final AtomicLong ended = new AtomicLong();
  private volatile Store store;
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

  /** Reads one consistent state; waits for nobody. */
  public <T> T view(Function<World, T> work) {
    Store open = store();
    try {
      return open.view(tx -> work.apply(new World(tx)));
    } catch (StoreException | IllegalStateException e) {
      throw fault(e);
    }
  }

  /** Changes durably, or not at all where {@code work} throws, and tells the listeners. */
  public <T> T change(Function<Change, T> work) {
    Outcome<T> outcome = run(work);
    mutations.tell(outcome.change.hasDeleted());
    return outcome.result;
  }

  /** As {@link #change} without telling anybody: for the collector itself and for bookkeeping. */
  public <T> T changeSilently(Function<Change, T> work) {
    return run(work).result;
  }

  private <T> Outcome<T> run(Function<Change, T> work) {
    Store open = store();
    begun.incrementAndGet();
    try {
      return open.update(tx -> attempt(work, new Change(tx)));
    } catch (StoreException | IllegalStateException e) {
      throw fault(e);
    } finally {
      ended.incrementAndGet();
    }
  }

  private <T> Outcome<T> attempt(Function<Change, T> work, Change change) {
    if (change.tx().root().at(STATE).has(CLEAN)) {
      change.tx().root().make(STATE).delete(CLEAN);
    }
    T result = work.apply(change);
    change.tx().afterCommit(() -> dirt.add(change.dirty()));
    return new Outcome<>(result, change);
  }

  private record Outcome<T>(T result, Change change) {}

  /**
   * A moment to compare with later: negative where a change is running. Views that begin after it
   * see all that was changed before it.
   */
  public long moment() {
    long before = ended.get();
    return begun.get() == before ? before : -1;
  }

  /** Asked inside a change: whether it is the first one since that moment. */
  public boolean isFirstSince(long moment) {
    return moment >= 0 && begun.get() == moment + 1;
  }

  /** A name for the backends that was never used before. */
  public String backendName(String namespace, String name) {
    return namespace + "/" + sequence.next() + "/" + name;
  }

  private long reserve(long count) {
    return changeSilently(
        change -> {
          Bucket state = change.tx().root().make(STATE);
          long first = state.number(SEQUENCE).orElse(1);
          state.putNumber(SEQUENCE, first + count);
          return first;
        });
  }

  public Dirt dirt() {
    store();
    return dirt;
  }

  /** Tells {@code listener} of every change; true where something was deleted. */
  public AutoCloseable onMutation(Consumer<Boolean> listener) {
    return mutations.add(listener);
  }

  private Store store() {
    Store open = store;
    return open == null ? open() : open;
  }

  private synchronized Store open() {
    if (closed) {
      throw closed();
    }
    if (store == null) {
      Store opened = openStore();
      dirt.read(mark(opened));
      store = opened;
    }
    return store;
  }

  private Store openStore() {
    try {
      return Stores.open(file, StoreOptions.defaults().withSync(sync));
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

  /** Leaves the mark and closes the store; further calls fault. */
  @Override
  public synchronized void close() {
    closed = true;
    Store open = store;
    if (open == null) {
      return;
    }
    store = null;
    try (open) {
      if (!dirt.isAnywhere() && !dirt.toText().equals(mark(open))) {
        open.write(tx -> tx.root().make(STATE).putText(CLEAN, dirt.toText()));
      }
    }
  }

  /** Null where there is none. */
  private static String mark(Store store) {
    return store.view(tx -> tx.root().at(STATE).text(CLEAN).orElse(null));
  }
}
