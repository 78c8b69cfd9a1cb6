package io.felucca.ttrpc;

/**
 * The status codes that ttrpc shares with gRPC (google.rpc.Code); the ordinal is the number on the
 * wire.
 */
public enum TtrpcCode {
  OK,
  CANCELLED,
  UNKNOWN,
  INVALID_ARGUMENT,
  DEADLINE_EXCEEDED,
  NOT_FOUND,
  ALREADY_EXISTS,
  PERMISSION_DENIED,
  RESOURCE_EXHAUSTED,
  FAILED_PRECONDITION,
  ABORTED,
  OUT_OF_RANGE,
  UNIMPLEMENTED,
  INTERNAL,
  UNAVAILABLE,
  DATA_LOSS,
  UNAUTHENTICATED;

  private static final TtrpcCode[] ALL = values();

  /** The number on the wire. */
  public int number() {
    return ordinal();
  }

  /** The code of a number; a number nobody defined is {@link #UNKNOWN}. */
  public static TtrpcCode of(int number) {
    return number >= 0 && number < ALL.length ? ALL[number] : UNKNOWN;
  }
}
