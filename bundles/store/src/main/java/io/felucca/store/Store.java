package io.felucca.store;

import java.nio.file.Path;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A handle on an open store; thread-safe. Handles on the same file share everything but their
 * closing.
 *
 * <p>A view inside a view or an update of the same thread joins it. An update inside either is
 * refused: it would wait for itself. Updates need platform threads.
 */
public final class Store implements AutoCloseable {
  private final Environment environment;
  private final boolean readOnly;
  private final AtomicBoolean closed = new AtomicBoolean();

  Store(Environment environment, boolean readOnly) {
    this.environment = environment;
    this.readOnly = readOnly;
  }

  /** The store's file; LMDB's lock file lies beside it, its name with {@code -lock} appended. */
  public Path file() {
    return environment.file();
  }

  /** The locks of this name on this store, the same for all who have it open in this process. */
  public Locks locks(String name) {
    return (Locks) environment.shared().computeIfAbsent("locks/" + name, any -> new Locks());
  }

  /**
   * What those who have this store open in this process share beside the file, by name: it goes
   * when the last of them closes it. Only objects of classes that outlive every bundle belong here,
   * which are Java's own: an instance of a replaced bundle's class would keep the bundle in memory.
   */
  public ConcurrentMap<String, Object> shared() {
    return environment.shared();
  }

  /** Reads a snapshot of what is committed; many at once, and none waits for a writer. */
  public <T, X extends Exception> T view(Work<T, X> work) throws X {
    return open().view(work);
  }

  /** The same as {@link #view} without a result. */
  public <X extends Exception> void read(Step<X> step) throws X {
    view(step.asWork());
  }

  /**
   * Changes the store: all of it or, if the work throws, nothing. On return it is on disk.
   *
   * <p>The work runs on the calling thread, one update at a time. If the file's map has to grow in
   * the midst of it (only if it alone writes more than a quarter of it), its changes are undone and
   * it runs a second time: do in {@link Tx#afterCommit} what must happen once.
   *
   * @throws StoreFullException if there is no room
   */
  public <T, X extends Exception> T update(Work<T, X> work) throws X {
    if (readOnly) {
      throw new IllegalStateException(file() + " is open for reading only");
    }
    return open().update(work);
  }

  /** The same as {@link #update} without a result. */
  public <X extends Exception> void write(Step<X> step) throws X {
    update(step.asWork());
  }

  private Environment open() {
    if (closed.get()) {
      throw new IllegalStateException("this handle on " + file() + " is closed");
    }
    return environment;
  }

  /** Gives up this handle; the last one waits for running transactions and closes the file. */
  @Override
  public void close() {
    environment.refuseInside("closing");
    if (closed.compareAndSet(false, true)) {
      Stores.release(environment);
    }
  }
}
