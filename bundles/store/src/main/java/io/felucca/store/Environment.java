package io.felucca.store;

import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.lmdbjava.Dbi;
import org.lmdbjava.LmdbException;
import org.lmdbjava.LmdbNativeException;

/**
 * One open file: its LMDB environment, those who read it, and the line of those who write it.
 *
 * <p>Whoever is in a transaction holds one of {@link #SLOTS} permits; whoever changes the map or
 * closes the file takes all of them, and so waits for the others and keeps new ones out.
 */
final class Environment {
  private static final System.Logger LOG = System.getLogger(Environment.class.getName());

  /** Fewer than LMDB's reader slots, which other processes share. */
  private static final int SLOTS = Lmdb.READERS / 2;

  private final Path file;
  private final boolean readOnly;
  private final Semaphore slots = new Semaphore(SLOTS, true);
  private final ThreadLocal<Tx> current = new ThreadLocal<>();
  private final Lmdb lmdb;
  private final Readers readers;
  private final Commits commits;
  private final ConcurrentMap<String, Object> shared = new ConcurrentHashMap<>();
  private int handles;
  private boolean isShort;

  Environment(Path file, StoreOptions options, boolean readOnly) {
    this.file = file;
    this.readOnly = readOnly;
    this.lmdb = new Lmdb(file, options, readOnly);
    this.readers = new Readers(lmdb);
    this.commits = new Commits(this);
    checkFormat();
  }

  private void checkFormat() {
    try {
      Format.check(this, readOnly);
    } catch (RuntimeException | Error e) {
      closeAll();
      throw e;
    }
  }

  Path file() {
    return file;
  }

  ConcurrentMap<String, Object> shared() {
    return shared;
  }

  /** Counts a handle; called by one thread at a time, as is release. */
  void retain(StoreOptions options, boolean toRead) {
    if (readOnly && !toRead) {
      throw new StoreException(file + " is open for reading only in this process");
    }
    if (!toRead && lmdb.syncs() != options.sync()) {
      refuseInside("another way to open it");
      alone(() -> reopen(options.sync()));
    }
    handles++;
  }

  /** Uncounts a handle; true if it was the last one and all is closed. */
  boolean release() {
    if (--handles > 0) {
      return false;
    }
    alone(this::closeAll);
    return true;
  }

  private void closeAll() {
    readers.close();
    lmdb.close();
  }

  <T, X extends Exception> T view(Work<T, X> work) throws X {
    Tx around = current.get();
    return around != null ? work.run(around) : snapshot(work);
  }

  private <T, X extends Exception> T snapshot(Work<T, X> work) throws X {
    slots.acquireUninterruptibly();
    try {
      Session session = newest();
      try {
        return inside(new Tx(session, false), work);
      } finally {
        readers.give(session);
      }
    } finally {
      slots.release();
    }
  }

  /** The newest snapshot; called and left with a permit. */
  private Session newest() {
    try {
      return readers.take();
    } catch (Dbi.MapResizedException e) {
      slots.release();
      adopt();
      slots.acquireUninterruptibly();
      return again(readers::take);
    }
  }

  /** A second attempt, whose failure is final. */
  private Session again(Supplier<Session> begin) {
    try {
      return begin.get();
    } catch (LmdbException e) {
      throw lmdb.fault("begin on", e);
    }
  }

  private void adopt() {
    alone(lmdb::adopt);
  }

  <T, X extends Exception> T update(Work<T, X> work) throws X {
    refuseInside("an update");
    return commits.run(work);
  }

  /** Throws if this thread is in a transaction, for which the call would wait. */
  void refuseInside(String what) {
    if (current.get() != null) {
      throw new IllegalStateException(
          what + " inside a transaction on " + file + " would wait for itself");
    }
  }

  /** Runs the work with its transaction as the thread's current one, and ends that. */
  <T, X extends Exception> T inside(Tx tx, Work<T, X> work) throws X {
    current.set(tx);
    try {
      return work.run(tx);
    } finally {
      current.remove();
      tx.end();
    }
  }

  /** Begins the transaction that becomes a durable commit; {@link #endWrite} must follow. */
  Session beginWrite() {
    if (isShort) {
      growInTime();
    }
    try {
      return beginTop();
    } catch (Dbi.MapResizedException e) {
      adopt();
    } catch (LmdbNativeException.PanicException e) {
      alone(this::reopen);
    }
    return again(this::beginTop);
  }

  private void growInTime() {
    isShort = false;
    try {
      grow();
    } catch (StoreException e) {
      LOG.log(System.Logger.Level.WARNING, e.getMessage());
    }
  }

  private Session beginTop() {
    slots.acquireUninterruptibly();
    try {
      return lmdb.beginWrite(null);
    } catch (RuntimeException | Error e) {
      slots.release();
      throw e;
    }
  }

  private void reopen() {
    reopen(lmdb.syncs());
  }

  private void reopen(boolean sync) {
    readers.close();
    lmdb.reopen(sync);
  }

  Session beginNested(Session parent) {
    return lmdb.beginWrite(parent);
  }

  void endWrite(Session top, long written) {
    try {
      top.close();
      isShort = lmdb.isShort(written);
    } finally {
      slots.release();
    }
  }

  /** Doubles the map, once nobody is in a transaction. */
  void grow() {
    alone(this::growOrReopen);
  }

  /** A map that cannot grow is lost, LMDB has given it up by then. */
  private void growOrReopen() {
    try {
      lmdb.grow();
    } catch (StoreException e) {
      reopen();
      throw e;
    }
  }

  private void alone(Runnable action) {
    slots.acquireUninterruptibly(SLOTS);
    try {
      action.run();
    } finally {
      slots.release(SLOTS);
    }
  }
}
