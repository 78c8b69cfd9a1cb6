package io.felucca.wire.convert;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.felucca.api.event.Event;
import io.felucca.api.event.Payload;
import io.felucca.api.event.TypedPayload;
import io.felucca.wire.types.Envelope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code containerd.types.Envelope} and the payloads in it.
 *
 * <p>A payload of a known type becomes its record, whoever sent it, so that filters and subscribers
 * inside the daemon see one form. One of an unknown type, or with fields that its record lacks, is
 * carried as it came.
 */
public final class EventWire {
  private static final Map<String, EventCodec<?, ?>> BY_NAME = new HashMap<>();
  private static final Map<Class<?>, EventCodec<?, ?>> BY_TYPE = new HashMap<>();

  static {
    add(NamespaceEvents.CODECS);
    add(ImageEvents.CODECS);
    add(ContainerEvents.CODECS);
    add(ContentEvents.CODECS);
    add(SnapshotEvents.CODECS);
    add(TaskEvents.CODECS);
    add(SandboxEvents.CODECS);
    add(PluginEvents.CODECS);
  }

  private EventWire() {}

  private static void add(List<EventCodec<?, ?>> codecs) {
    codecs.forEach(codec -> BY_NAME.put(codec.name(), codec));
    codecs.forEach(codec -> BY_TYPE.put(codec.type(), codec));
  }

  public static Envelope toWire(Event event) {
    return Envelope.newBuilder()
        .setTimestamp(Times.toWire(event.timestamp()))
        .setNamespace(event.namespace())
        .setTopic(event.topic())
        .setEvent(payloadToWire(event.payload()))
        .build();
  }

  /** The event; its timestamp is null where the sender set none. */
  public static Event fromWire(Envelope wire) {
    return new Event(
        Times.fromWire(wire.hasTimestamp(), wire.getTimestamp()),
        wire.getNamespace(),
        wire.getTopic(),
        payloadFromWire(wire.getEvent()));
  }

  /** The payload's message. */
  public static Any payloadToWire(Payload payload) {
    if (payload instanceof TypedPayload typed) {
      return Anys.toWire(typed.value());
    }
    EventCodec<?, ?> codec = BY_TYPE.get(payload.getClass());
    if (codec == null) {
      throw new IllegalArgumentException("no message for payload " + payload.getClass().getName());
    }
    return codec.encode(payload);
  }

  public static Payload payloadFromWire(Any any) {
    EventCodec<?, ?> codec = BY_NAME.get(bareName(any.getTypeUrl()));
    try {
      return codec == null ? carried(any) : codec.decode(any);
    } catch (InvalidProtocolBufferException notOurs) {
      return carried(any);
    }
  }

  private static Payload carried(Any any) {
    return new CarriedPayload(
        new io.felucca.api.TypedValue(any.getTypeUrl(), any.getValue().toByteArray()), null);
  }

  private static String bareName(String typeUrl) {
    return typeUrl.substring(typeUrl.lastIndexOf('/') + 1);
  }
}
