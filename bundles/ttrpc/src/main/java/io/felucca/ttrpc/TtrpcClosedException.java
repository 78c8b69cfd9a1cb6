package io.felucca.ttrpc;

/**
 * The connection is gone, so the call's outcome is not known: the peer died, hung up or broke the
 * protocol, or this side closed.
 *
 * <p>A kind of its own because a lost shim is handled unlike a shim that answers UNAVAILABLE.
 */
public final class TtrpcClosedException extends TtrpcException {
  private static final long serialVersionUID = 1L;

  /** Says which connection and why. */
  public TtrpcClosedException(String message, Throwable cause) {
    super(TtrpcCode.UNAVAILABLE, message, cause);
  }

  /** A fresh copy for one more waiting call: each gets a stack trace of its own. */
  TtrpcClosedException again() {
    return new TtrpcClosedException(getMessage(), getCause());
  }
}
