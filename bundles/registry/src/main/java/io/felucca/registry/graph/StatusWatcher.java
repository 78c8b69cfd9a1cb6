package io.felucca.registry.graph;

import io.felucca.api.plugin.PluginState;
import io.felucca.registry.declare.PluginUri;

/** Hears of every change of a plugin, in order. */
public interface StatusWatcher {
  /** A plugin went to a state, was replaced, or could not be replaced. */
  void changed(PluginUri uri, PluginState state, String reason);
}
