package io.felucca.registry.graph;

import io.felucca.api.plugin.PluginState;

/** Which plugins to try again although nothing is different. */
public enum Again {
  /** None. */
  NOTHING,
  /** Those that do not serve. */
  DOWN;

  boolean applies(PluginState state) {
    return this == DOWN && state != PluginState.OK && state != PluginState.DISABLED;
  }
}
