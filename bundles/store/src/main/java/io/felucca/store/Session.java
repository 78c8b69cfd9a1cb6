package io.felucca.store;

import org.lmdbjava.Cursor;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.GetOp;
import org.lmdbjava.LmdbException;
import org.lmdbjava.Txn;

/** One LMDB transaction and its one cursor: keys and bytes, nothing of buckets. */
final class Session implements AutoCloseable {
  private final Lmdb lmdb;
  private final Txn<Slice> txn;
  private final Dbi<Slice> dbi;
  private final Slices slices;
  private Cursor<Slice> cursor;
  private Object holder;
  private long written;
  private boolean full;

  Session(Lmdb lmdb, Txn<Slice> txn, Dbi<Slice> dbi, Slices slices) {
    this.lmdb = lmdb;
    this.txn = txn;
    this.dbi = dbi;
    this.slices = slices;
  }

  Txn<Slice> txn() {
    return txn;
  }

  byte[] get(byte[] key) {
    try {
      Slice found = dbi.get(txn, slices.key().fill(key));
      return found == null ? null : found.bytes();
    } catch (LmdbException e) {
      throw fault("read", e);
    }
  }

  void put(byte[] key, byte[] node) {
    holder = null;
    written += key.length + node.length;
    try {
      dbi.put(txn, slices.key().fill(key), slices.value().fill(node));
    } catch (LmdbException e) {
      throw fault("write", e);
    }
  }

  boolean delete(byte[] key) {
    holder = null;
    try {
      return dbi.delete(txn, slices.key().fill(key));
    } catch (LmdbException e) {
      throw fault("write", e);
    }
  }

  private StoreException fault(String what, LmdbException e) {
    full |= e instanceof Env.MapFullException;
    return lmdb.fault(what, e);
  }

  /** Whether a write found the map full, which spoils the transaction. */
  boolean isFull() {
    return full;
  }

  /** How many bytes were put. */
  long written() {
    return written;
  }

  /** Whether the cursor still stands where {@code who} left it and nothing was written since. */
  boolean isHeldBy(Object who) {
    return holder == who;
  }

  /** Moves the cursor to the first key that is not smaller. */
  boolean seek(Object who, byte[] key) {
    try {
      if (cursor == null) {
        cursor = dbi.openCursor(txn);
      }
      holder = who;
      return cursor.get(slices.key().fill(key), GetOp.MDB_SET_RANGE);
    } catch (LmdbException e) {
      throw fault("read", e);
    }
  }

  boolean next() {
    return cursor.next();
  }

  byte[] key() {
    return cursor.key().bytes();
  }

  byte[] node() {
    return cursor.val().bytes();
  }

  /** Lets a reading session sleep: it keeps its reader slot and no snapshot. */
  void reset() {
    holder = null;
    txn.reset();
  }

  /** Wakes a sleeping session on the newest snapshot. */
  void renew() {
    txn.renew();
    if (cursor != null) {
      cursor.renew(txn);
    }
  }

  void commit() {
    closeCursor();
    try {
      txn.commit();
    } catch (LmdbException e) {
      throw fault("commit to", e);
    }
  }

  /** Ends the transaction; what was not committed is gone. */
  @Override
  public void close() {
    closeCursor();
    txn.close();
  }

  private void closeCursor() {
    if (cursor != null) {
      cursor.close();
      cursor = null;
    }
  }
}
