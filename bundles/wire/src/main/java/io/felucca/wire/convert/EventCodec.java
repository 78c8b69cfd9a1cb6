package io.felucca.wire.convert;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.felucca.api.event.Payload;
import java.util.function.Function;

/**
 * One kind of payload as a record and as a message.
 *
 * @param name full name of the message, which is its type URL; given as text so that nothing of a
 *     message is loaded before the first event of its kind
 */
record EventCodec<P extends Payload, M extends Message>(
    String name, Class<P> type, Parse<M> parse, Function<P, M> toWire, Function<M, P> fromWire) {

  /** A message's {@code parseFrom}. */
  interface Parse<M> {
    M from(ByteString bytes) throws InvalidProtocolBufferException;
  }

  Any encode(Payload payload) {
    ByteString bytes = toWire.apply(type.cast(payload)).toByteString();
    return Any.newBuilder().setTypeUrl(name).setValue(bytes).build();
  }

  /** The record, or the value as it came where the record could not hold all of it. */
  Payload decode(Any any) throws InvalidProtocolBufferException {
    M message = parse.from(any.getValue());
    P payload = fromWire.apply(message);
    return message.getUnknownFields().asMap().isEmpty()
        ? payload
        : new CarriedPayload(Anys.fromWire(any), payload);
  }
}
