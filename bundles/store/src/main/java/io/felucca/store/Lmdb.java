package io.felucca.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.EnvInfo;
import org.lmdbjava.LmdbException;
import org.lmdbjava.LmdbNativeException;
import org.lmdbjava.Txn;
import org.lmdbjava.TxnFlags;

/**
 * The LMDB environment of one file: opened, begun on, grown, closed. Callers see to the threads.
 */
final class Lmdb {
  /** How many snapshots all processes together can hold of the file. */
  static final int READERS = 254;

  private static final System.Logger LOG = System.getLogger(Lmdb.class.getName());
  private static final int MODE = 0600;
  private static final long COMMIT_COST = 64 << 10;
  private static final long CHECK_AFTER = 16 << 20;
  private static final int EIO = 5;
  private static final int ENOMEM = 12;
  private static final int EFBIG = 27;
  private static final int ENOSPC = 28;
  private static final int EDQUOT = 122;
  private static final long NO_SPACE = 64 << 10;

  private final Path file;
  private final boolean readOnly;
  private boolean sync;
  private final Slices writing = new Slices();
  private Env<Slice> env;
  private Dbi<Slice> dbi;
  private volatile long mapSize;
  private long unchecked;

  Lmdb(Path file, StoreOptions options, boolean readOnly) {
    this.file = file;
    this.sync = options.sync();
    this.readOnly = readOnly;
    NativeLibrary.load();
    boolean fresh = !Files.exists(file);
    open(options.mapSize());
    if (fresh) {
      syncFolder();
    }
  }

  private void open(long size) {
    try {
      env =
          Env.create(new Slice.Proxy())
              .setMapSize(size)
              .setMaxReaders(READERS)
              .open(file.toFile(), MODE, flags());
      dbi = env.openDbi((String) null);
      env.readerCheck();
      mapSize = env.info().mapSize;
    } catch (LmdbException e) {
      closeQuietly();
      throw fault("open", e);
    }
  }

  private EnvFlags[] flags() {
    List<EnvFlags> flags = new ArrayList<>(List.of(EnvFlags.MDB_NOSUBDIR, EnvFlags.MDB_NOTLS));
    if (readOnly) {
      flags.add(EnvFlags.MDB_RDONLY_ENV);
    }
    if (!sync) {
      flags.add(EnvFlags.MDB_NOSYNC);
    }
    return flags.toArray(EnvFlags[]::new);
  }

  /** LMDB syncs the file, not the folder that names it. */
  private void syncFolder() {
    try (FileChannel folder = FileChannel.open(file.getParent())) {
      folder.force(true);
    } catch (IOException e) {
      throw new StoreException("cannot sync the folder of " + file + ": " + e, e);
    }
  }

  Session beginRead() {
    return begin(null, new Slices(), TxnFlags.MDB_RDONLY_TXN);
  }

  /** Begins the one write transaction, or with a parent one nested in it. */
  Session beginWrite(Session parent) {
    return begin(parent == null ? null : parent.txn(), writing);
  }

  /** Lets those two failures through for which the caller knows a remedy. */
  private Session begin(Txn<Slice> parent, Slices slices, TxnFlags... flags) {
    checkOpen();
    try {
      return new Session(this, env.txn(parent, flags), dbi, slices);
    } catch (Dbi.MapResizedException | LmdbNativeException.PanicException e) {
      throw e;
    } catch (LmdbException e) {
      throw fault("begin on", e);
    }
  }

  /** Notes what a commit wrote; tells whether the file has come near the map's end. */
  boolean isShort(long written) {
    unchecked += written + COMMIT_COST;
    if (unchecked < Math.min(CHECK_AFTER, mapSize >>> 4)) {
      return false;
    }
    unchecked = 0;
    // A reading process that was killed would pin what it read, and the file would only grow.
    env.readerCheck();
    EnvInfo info = env.info();
    return (info.lastPageNumber + 1) * env.stat().pageSize > mapSize >>> 1;
  }

  /** Doubles the map. Nobody may be in a transaction. */
  void grow() {
    checkOpen();
    long wanted = mapSize * 2;
    try {
      env.setMapSize(wanted);
      mapSize = wanted;
      LOG.log(System.Logger.Level.DEBUG, "grew the map file={0} bytes={1,number,#}", file, wanted);
    } catch (LmdbException e) {
      throw fault("grow the map to " + wanted + " bytes of", e);
    }
  }

  /** Takes over the map size that another process has chosen. Nobody may be in a transaction. */
  void adopt() {
    checkOpen();
    env.setMapSize(0);
    mapSize = env.info().mapSize;
  }

  /** Whether a commit waits for the disk. */
  boolean syncs() {
    return sync;
  }

  /**
   * Opens the file again, which LMDB demands after a failed write of its first pages. Nobody may be
   * in a transaction.
   */
  void reopen(boolean waitForDisk) {
    checkOpen();
    closeQuietly();
    sync = waitForDisk;
    open(mapSize);
  }

  void close() {
    closeQuietly();
  }

  private void checkOpen() {
    if (env == null) {
      throw new IllegalStateException("the store " + file + " is closed");
    }
  }

  private void closeQuietly() {
    if (env != null) {
      env.close();
      env = null;
    }
  }

  /** What LMDB says, in this package's terms. */
  StoreException fault(String what, LmdbException e) {
    String message = "cannot " + what + " the store " + file + ": " + e.getMessage();
    return isFull(e)
        ? new StoreFullException(message + "; free some space and try again", e)
        : new StoreException(message, e);
  }

  private boolean isFull(LmdbException e) {
    if (e instanceof Env.MapFullException) {
      return true;
    }
    int code = e instanceof LmdbNativeException ? ((LmdbNativeException) e).getResultCode() : 0;
    return code == EIO && hasNoSpace()
        || code == ENOSPC
        || code == EDQUOT
        || code == EFBIG
        || code == ENOMEM;
  }

  /** LMDB calls a write that was cut short for want of space an I/O error. */
  private boolean hasNoSpace() {
    return file.toFile().getUsableSpace() < NO_SPACE;
  }
}
