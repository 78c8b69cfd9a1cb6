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
    List<Wanted> all = new ArrayList<>();
    candidates.forEach(
        (uri, some) -> {
          if (!uri.isAdapter()) {
            all.add(wanted(uri, uri, some, own(uri)));
          }
        });
    Proxies.of(config.table()).forEach((uri, own) -> addProxy(all, uri, own));
    return all;
  }

  private void addProxy(List<Wanted> to, PluginUri uri, Map<String, Object> own) {
    PluginUri adapter = new PluginUri(uri.type(), PluginUri.ANY);
    if (candidates.containsKey(adapter) && !candidates.containsKey(uri)) {
      to.add(wanted(uri, adapter, candidates.get(adapter), own));
    }
  }

  private Wanted wanted(
      PluginUri uri, PluginUri declared, List<Candidate> from, Map<String, Object> own) {
    return new Wanted(
        uri,
        from,
        properties(uri, own),
        property -> catalog.schema(declared.toString()).reads(property),
        config.disabled().contains(uri.toString()));
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
