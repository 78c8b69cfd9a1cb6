package io.felucca.shim.wire;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.felucca.api.TypedValue;
import java.time.Instant;

/** Values of the domain and of the wire, each in terms of the other. */
public final class Values {
  private Values() {}

  /**
   * The type's name goes as it is: peers compare it as a string.
   *
   * @param value null for none
   */
  public static Any any(TypedValue value) {
    if (value == null) {
      return Any.getDefaultInstance();
    }
    return Any.newBuilder()
        .setTypeUrl(value.typeUrl())
        .setValue(ByteString.copyFrom(value.bytes()))
        .build();
  }

  /** Null where the message holds nothing. */
  public static TypedValue typed(Any any) {
    boolean none = any.getTypeUrl().isEmpty() && any.getValue().isEmpty();
    return none ? null : new TypedValue(any.getTypeUrl(), any.getValue().toByteArray());
  }

  public static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
