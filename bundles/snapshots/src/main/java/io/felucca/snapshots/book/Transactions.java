package io.felucca.snapshots.book;

import io.felucca.api.Fault;
import io.felucca.store.Store;
import io.felucca.store.StoreException;
import io.felucca.store.StoreFullException;
import io.felucca.store.Stores;
import io.felucca.store.Work;
import java.nio.file.Path;

/**
 * The book's store, whose failures are faults: RESOURCE_EXHAUSTED where it is full, else INTERNAL.
 */
final class Transactions implements AutoCloseable {
  private final Store store;

  Transactions(Path file) {
    try {
      store = Stores.open(file);
    } catch (StoreException e) {
      throw fault(e);
    }
  }

  <T, X extends Exception> T view(Work<T, X> work) throws X {
    try {
      return store.view(work);
    } catch (StoreException e) {
      throw fault(e);
    }
  }

  <T, X extends Exception> T update(Work<T, X> work) throws X {
    try {
      return store.update(work);
    } catch (StoreException e) {
      throw fault(e);
    }
  }

  private static Fault fault(StoreException e) {
    Fault.Kind kind =
        e instanceof StoreFullException ? Fault.Kind.RESOURCE_EXHAUSTED : Fault.Kind.INTERNAL;
    return new Fault(kind, "snapshot book: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    store.close();
  }
}
