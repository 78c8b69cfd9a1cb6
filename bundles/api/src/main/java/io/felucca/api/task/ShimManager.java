package io.felucca.api.task;

import io.felucca.api.plugin.Plugin;
import io.felucca.api.plugin.PluginKind;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What the configuration says about shims, whichever runtime starts them: the part that containerd
 * keeps under {@code io.containerd.shim.v1}.
 */
@ProviderType
public interface ShimManager extends Plugin {
  PluginKind<ShimManager> KIND = new PluginKind<>("io.containerd.shim.v1", ShimManager.class);

  /** The one plugin of its kind. */
  String ID = "manager";

  /** Variables added to the environment of shims, each {@code NAME=value}. */
  List<String> env();

  /** Where shims make their sockets; empty for their own choice. */
  String socketDir();
}
