package io.felucca.shim.launch;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.task.ShimManager;
import java.util.List;

/**
 * What the configuration adds to every start of a shim.
 *
 * @param env variables, each {@code NAME=value}
 * @param socketDir where shims of 2.3 and later make their sockets; empty for their own choice
 */
public record ShimSettings(List<String> env, String socketDir) {
  /** Nothing added. */
  public static final ShimSettings NONE = new ShimSettings(List.of(), "");

  /** Those of the daemon's shim manager; none where that is disabled. */
  public static ShimSettings configured(PluginRegistry registry) {
    try {
      return registry.call(
          Scope.daemon(),
          ShimManager.KIND,
          ShimManager.ID,
          shims -> new ShimSettings(shims.env(), shims.socketDir()));
    } catch (Fault e) {
      if (e.kind() != Fault.Kind.NOT_FOUND) {
        throw e;
      }
      return NONE;
    }
  }

  public ShimSettings {
    env = List.copyOf(env);
  }
}
