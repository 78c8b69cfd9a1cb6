package io.felucca.wire.convert;

import io.felucca.api.event.Events;
import io.felucca.wire.plugins.PluginChange;
import java.util.List;

/** Payloads below {@code /plugins}: Felucca's own. */
final class PluginEvents {
  static final List<EventCodec<?, ?>> CODECS =
      List.of(
          new EventCodec<>(
              "felucca.services.plugins.v1.PluginChange",
              Events.PluginChange.class,
              PluginChange::parseFrom,
              e ->
                  PluginChange.newBuilder()
                      .setType(e.type())
                      .setId(e.id())
                      .setState(e.state())
                      .setReason(e.reason())
                      .build(),
              m -> new Events.PluginChange(m.getType(), m.getId(), m.getState(), m.getReason())));

  private PluginEvents() {}
}
