package io.felucca.ttrpc;

/**
 * A call that ended with a status other than OK, whether the peer said so or this side did
 * (deadline, size, closed connection).
 *
 * <p>Handlers throw it to choose the status their caller sees.
 */
public class TtrpcException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final TtrpcCode code;

  /** A status with its text, which travels to the peer as it is. */
  public TtrpcException(TtrpcCode code, String message) {
    this(code, message, null);
  }

  /** As above, with what led to it on this side. */
  public TtrpcException(TtrpcCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What kind of failure it is. */
  public final TtrpcCode code() {
    return code;
  }
}
