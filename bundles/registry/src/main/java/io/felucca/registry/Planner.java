package io.felucca.registry;

import io.felucca.api.plugin.PluginKeys;
import io.felucca.registry.config.Catalog;
import io.felucca.registry.config.DaemonConfig;
import io.felucca.registry.config.Proxies;
import io.felucca.registry.declare.PluginUri;
import io.felucca.registry.graph.Candidate;
import io.felucca.registry.graph.Wanted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says what is wanted of each plugin: what bundles declare, met by the configuration. */
final class Planner {
  private final DaemonConfig config;
  private final Catalog catalog;
  private final Map<PluginUri, List<Candidate>> candidates;

  Planner(DaemonConfig config, Catalog catalog, Map<PluginUri, List<Candidate>> candidates) {
    this.config = config;
    this.catalog = catalog;
    this.candidates = candidates;
  }

  List<Wanted> plan() {
    Map<PluginUri, Map<String, Object>> proxies = Proxies.of(config.table());
    proxies.keySet().removeIf(uri -> !isAdapted(uri));
    List<Wanted> all = new ArrayList<>();
    candidates.forEach(
        (uri, some) -> {
          if (!uri.isAdapter() && !proxies.containsKey(uri)) {
            all.add(wanted(uri, uri, own(uri), isDisabled(uri)));
          }
        });
    proxies.forEach((uri, own) -> all.add(proxy(uri, own)));
    return all;
  }

  private boolean isDisabled(PluginUri uri) {
    return config.disabled().contains(uri.toString());
  }

  /** Of a name that a bundle has too, the bundle's plugin is the one that may be disabled. */
  private boolean isAdapted(PluginUri uri) {
    return candidates.containsKey(adapter(uri))
        && (!candidates.containsKey(uri) || isDisabled(uri));
  }

  private static PluginUri adapter(PluginUri uri) {
    return new PluginUri(uri.type(), PluginUri.ANY);
  }

  private Wanted proxy(PluginUri uri, Map<String, Object> own) {
    return wanted(uri, adapter(uri), own, isDisabled(uri) && !candidates.containsKey(uri));
  }

  private Wanted wanted(
      PluginUri uri, PluginUri declared, Map<String, Object> own, boolean disabled) {
    return new Wanted(
        uri,
        candidates.get(declared),
        properties(uri, own),
        property -> catalog.schema(declared.toString()).reads(property),
        disabled);
  }

  private Map<String, Object> own(PluginUri uri) {
    String name = uri.toString();
    return config.properties(name, () -> catalog.schema(name));
  }

  private Map<String, Object> properties(PluginUri uri, Map<String, Object> own) {
    String name = uri.toString();
    Map<String, Object> all = new HashMap<>(config.shared());
    all.putAll(own);
    all.put(PluginKeys.TYPE, uri.type());
    all.put(PluginKeys.ID, uri.id());
    all.put(PluginKeys.ROOT, config.root().resolve(name).toString());
    all.put(PluginKeys.STATE, config.state().resolve(name).toString());
    return all;
  }
}
