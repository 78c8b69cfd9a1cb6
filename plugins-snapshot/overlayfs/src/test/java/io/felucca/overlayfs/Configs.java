package io.felucca.overlayfs;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Map;

/** Configurations as Declarative Services would hand them over: defaults, with some keys set. */
final class Configs {
  private Configs() {}

  static OverlaySnapshotter.Config of(Path root, Map<String, Object> keys) {
    return (OverlaySnapshotter.Config)
        Proxy.newProxyInstance(
            Configs.class.getClassLoader(),
            new Class<?>[] {OverlaySnapshotter.Config.class},
            (proxy, method, args) ->
                method.getName().equals("root_path")
                    ? root.toString()
                    : keys.getOrDefault(method.getName(), method.getDefaultValue()));
  }
}
