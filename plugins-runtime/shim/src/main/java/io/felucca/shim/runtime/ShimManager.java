package io.felucca.shim.runtime;

import io.felucca.api.plugin.Plugin;
import io.felucca.api.plugin.PluginKind;
import io.felucca.shim.launch.ShimSettings;

/**
 * Holds the part of the configuration that containerd keeps under {@code io.containerd.shim.v1}.
 */
public interface ShimManager extends Plugin {
  PluginKind<ShimManager> KIND = new PluginKind<>("io.containerd.shim.v1", ShimManager.class);

  ShimSettings settings();
}
