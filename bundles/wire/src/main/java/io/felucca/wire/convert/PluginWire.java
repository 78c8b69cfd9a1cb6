package io.felucca.wire.convert;

import io.felucca.api.plugin.PluginInfo;
import io.felucca.api.plugin.PluginState;
import io.felucca.wire.plugins.Plugin;
import io.felucca.wire.plugins.State;

/** {@code felucca.services.plugins.v1.Plugin}. */
public final class PluginWire {
  private PluginWire() {}

  public static Plugin toWire(PluginInfo info) {
    return Plugin.newBuilder()
        .setType(info.type())
        .setId(info.id())
        .setState(toWire(info.state()))
        .setReason(info.reason())
        .setSince(Times.toWire(info.since()))
        .addAllRequires(info.requires())
        .putAllExports(info.exports())
        .addAllCapabilities(info.capabilities())
        .setOrigin(info.origin())
        .build();
  }

  public static PluginInfo fromWire(Plugin wire) {
    return new PluginInfo(
        wire.getType(),
        wire.getId(),
        wire.getRequiresList(),
        wire.getExportsMap(),
        wire.getCapabilitiesList(),
        fromWire(wire.getState()),
        wire.getReason(),
        Times.fromWire(wire.hasSince(), wire.getSince()),
        wire.getOrigin());
  }

  private static State toWire(PluginState state) {
    return switch (state) {
      case OK -> State.STATE_OK;
      case SKIP -> State.STATE_SKIP;
      case ERROR -> State.STATE_ERROR;
      case DISABLED -> State.STATE_DISABLED;
      case WAITING -> State.STATE_WAITING;
    };
  }

  /** A state that a newer daemon has counts as an error. */
  private static PluginState fromWire(State state) {
    return switch (state) {
      case STATE_OK -> PluginState.OK;
      case STATE_SKIP -> PluginState.SKIP;
      case STATE_DISABLED -> PluginState.DISABLED;
      case STATE_WAITING -> PluginState.WAITING;
      case STATE_ERROR, STATE_UNSPECIFIED, UNRECOGNIZED -> PluginState.ERROR;
    };
  }
}
