package io.felucca.registry;

import io.felucca.api.plugin.PluginKeys;
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
  private Planner() {}

  static List<Wanted> plan(DaemonConfig config, Map<PluginUri, List<Candidate>> candidates) {
    List<Wanted> wanted = new ArrayList<>();
    candidates.forEach(
        (uri, some) ->
            wanted.add(
                new Wanted(
                    uri,
                    some,
                    properties(config, uri),
                    config.disabled().contains(uri.toString()))));
    return wanted;
  }

  private static Map<String, Object> properties(DaemonConfig config, PluginUri uri) {
    Map<String, Object> all = new HashMap<>(config.shared());
    all.putAll(config.plugins().getOrDefault(uri.toString(), Map.of()));
    all.put(PluginKeys.TYPE, uri.type());
    all.put(PluginKeys.ID, uri.id());
    all.put(PluginKeys.ROOT, config.root().resolve(uri.toString()).toString());
    all.put(PluginKeys.STATE, config.state().resolve(uri.toString()).toString());
    return all;
  }
}
