package io.felucca.wire.convert;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnsafeByteOperations;
import io.felucca.api.Fault;
import io.felucca.api.TypedValue;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/**
 * Values with a type, as the wire wants them.
 *
 * <p>The type URL is the bare full name of the message. protobuf's own {@link Any#pack} puts {@code
 * type.googleapis.com/} in front, which containerd's clients, comparing literally, do not
 * recognise: never use it. Reading accepts both.
 */
public final class Anys {
  private Anys() {}

  /** A message with its bare name. */
  public static TypedValue pack(Message message) {
    return TypedValue.keeping(name(message), ByteBuffer.wrap(message.toByteArray()));
  }

  /** A message with its bare name, for a message that carries an Any. */
  public static Any any(Message message) {
    return Any.newBuilder().setTypeUrl(name(message)).setValue(message.toByteString()).build();
  }

  /**
   * Reads a value as the type of {@code prototype}.
   *
   * @throws Fault INVALID_ARGUMENT where it is of another type, or no such message
   */
  @SuppressWarnings("unchecked") // a parser answers the type of its prototype
  public static <M extends Message> M unpack(TypedValue value, M prototype) {
    if (!value.is(name(prototype))) {
      throw Fault.invalid("value is a %s, not a %s", value.typeUrl(), name(prototype));
    }
    try {
      return (M) prototype.getParserForType().parseFrom(value.bytes());
    } catch (InvalidProtocolBufferException e) {
      throw Fault.invalid("malformed %s: %s", name(prototype), e.getMessage());
    }
  }

  public static Any toWire(TypedValue value) {
    return Any.newBuilder()
        .setTypeUrl(value.typeUrl())
        .setValue(UnsafeByteOperations.unsafeWrap(value.buffer()))
        .build();
  }

  /** The value, or null for one that was not set. */
  public static TypedValue fromWire(Any any) {
    return any.equals(Any.getDefaultInstance())
        ? null
        : TypedValue.keeping(any.getTypeUrl(), any.getValue().asReadOnlyByteBuffer());
  }

  static Map<String, Any> toWire(Map<String, TypedValue> values) {
    Map<String, Any> anys = new TreeMap<>();
    values.forEach((key, value) -> anys.put(key, toWire(value)));
    return anys;
  }

  static Map<String, TypedValue> fromWire(Map<String, Any> anys) {
    Map<String, TypedValue> values = new TreeMap<>();
    anys.forEach(
        (key, any) ->
            values.put(
                key, TypedValue.keeping(any.getTypeUrl(), any.getValue().asReadOnlyByteBuffer())));
    return values;
  }

  private static String name(Message message) {
    return message.getDescriptorForType().getFullName();
  }
}
