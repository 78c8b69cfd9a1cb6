package io.felucca.registry.config;

import io.felucca.api.plugin.PluginKeys;
import io.felucca.registry.declare.PluginUri;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What the configuration wants of one plugin.
 *
 * @param uri its name
 * @param declared the name under which bundles declare it: its own, or that of an adapter
 * @param properties what its component gets
 * @param disabled whether it is not to come up
 */
public record Wish(
    PluginUri uri, PluginUri declared, Map<String, Object> properties, boolean disabled) {
  /** What a configuration wants of all plugins that are known, by their names. */
  public static Map<PluginUri, Wish> all(DaemonConfig config, Catalog catalog) {
    return new Reader(config, catalog).read();
  }

  /** Whether a plugin made for {@code other} would do for this too. */
  boolean isMetBy(Wish other, Catalog catalog) {
    return declared.equals(other.declared)
        && properties.keySet().equals(other.properties.keySet())
        && properties.keySet().stream().allMatch(key -> isSame(key, other, catalog));
  }

  private boolean isSame(String key, Wish other, Catalog catalog) {
    return Objects.deepEquals(properties.get(key), other.properties.get(key))
        || !catalog.schema(declared.toString()).reads(key);
  }

  private record Reader(DaemonConfig config, Catalog catalog) {
    Map<PluginUri, Wish> read() {
      Map<PluginUri, Wish> all = new TreeMap<>();
      for (PluginUri uri : catalog.plugins()) {
        all.put(uri, wish(uri, uri, own(uri.toString()), isDisabled(uri)));
      }
      Proxies.of(config.table()).forEach((uri, own) -> addProxy(all, uri, own));
      return all;
    }

    /** Of a name that a bundle has too, the bundle's plugin is the one that may be disabled. */
    private void addProxy(Map<PluginUri, Wish> to, PluginUri uri, Map<String, Object> own) {
      PluginUri adapter = new PluginUri(uri.type(), PluginUri.ANY);
      boolean taken = to.containsKey(uri);
      if (catalog.has(adapter.toString()) && (!taken || isDisabled(uri))) {
        to.put(uri, wish(uri, adapter, own, !taken && isDisabled(uri)));
      }
    }

    private boolean isDisabled(PluginUri uri) {
      return config.disabled().contains(uri.toString());
    }

    private Map<String, Object> own(String name) {
      return config.properties(name, () -> catalog.schema(name));
    }

    private Wish wish(
        PluginUri uri, PluginUri declared, Map<String, Object> own, boolean disabled) {
      String name = uri.toString();
      Map<String, Object> all = new HashMap<>(config.shared());
      all.putAll(own);
      all.put(PluginKeys.TYPE, uri.type());
      all.put(PluginKeys.ID, uri.id());
      all.put(PluginKeys.ROOT, config.root().resolve(name).toString());
      all.put(PluginKeys.STATE, config.state().resolve(name).toString());
      return new Wish(uri, declared, all, disabled);
    }
  }
}
