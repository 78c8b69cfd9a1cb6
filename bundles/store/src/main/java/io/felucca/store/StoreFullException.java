package io.felucca.store;

/**
 * The disk, a quota or the address space is full: nothing of the transaction was kept, and the
 * store stays usable.
 */
public final class StoreFullException extends StoreException {
  private static final long serialVersionUID = 1;

  /** A write that found no room. */
  public StoreFullException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  StoreException again() {
    return new StoreFullException(getMessage(), this);
  }
}
