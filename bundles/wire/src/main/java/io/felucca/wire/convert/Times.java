package io.felucca.wire.convert;

import com.google.protobuf.Timestamp;
import java.time.Instant;

/** Moments. */
public final class Times {
  /** Go's zero time, the first second of year 1: what its programs send for "never". */
  private static final long GO_ZERO = -62135596800L;

  private Times() {}

  public static Timestamp toWire(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  /**
   * The moment, or null.
   *
   * @param present what the message's {@code has} method says: an absent time is not that of 1970
   */
  public static Instant fromWire(boolean present, Timestamp time) {
    boolean never = !present || time.getSeconds() == GO_ZERO && time.getNanos() == 0;
    return never ? null : Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
