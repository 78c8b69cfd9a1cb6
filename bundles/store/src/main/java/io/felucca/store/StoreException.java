package io.felucca.store;

/** The store could not do what it was asked: the message names the file and the cause. */
public class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** A failure that has no deeper cause. */
  public StoreException(String message) {
    super(message);
  }

  /** A failure with its cause. */
  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The same for another thread, with its own stack trace. */
  StoreException again() {
    return new StoreException(getMessage(), this);
  }
}
