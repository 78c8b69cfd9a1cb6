package io.felucca.registry;

import io.felucca.api.plugin.PluginKeys;
import io.felucca.registry.config.Catalog;
import io.felucca.registry.config.DaemonConfig;
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

  Planner(DaemonConfig config, Catalog catalog) {
    this.config = config;
    this.catalog = catalog;
  }

  List<Wanted> plan(Map<PluginUri, List<Candidate>> candidates) {
    List<Wanted> wanted = new ArrayList<>();
    candidates.forEach((uri, some) -> wanted.add(wanted(uri, some)));
    return wanted;
  }

  private Wanted wanted(PluginUri uri, List<Candidate> candidates) {
    String name = uri.toString();
    return new Wanted(
        uri,
        candidates,
        properties(uri),
        property -> catalog.schema(name).reads(property),
        config.disabled().contains(name));
  }

  private Map<String, Object> properties(PluginUri uri) {
    String name = uri.toString();
    Map<String, Object> all = new HashMap<>(config.shared());
    if (config.plugins().has(name)) {
      all.putAll(config.properties(name, catalog.schema(name)));
    }
    all.put(PluginKeys.TYPE, uri.type());
    all.put(PluginKeys.ID, uri.id());
    all.put(PluginKeys.ROOT, config.root().resolve(name).toString());
    all.put(PluginKeys.STATE, config.state().resolve(name).toString());
    return all;
  }
}
