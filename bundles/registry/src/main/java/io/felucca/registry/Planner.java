package io.felucca.registry;

import io.felucca.registry.config.Catalog;
import io.felucca.registry.config.DaemonConfig;
import io.felucca.registry.config.Wish;
import io.felucca.registry.declare.PluginUri;
import io.felucca.registry.graph.Candidate;
import io.felucca.registry.graph.Wanted;
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
    return Wish.all(config, catalog).values().stream().map(this::wanted).toList();
  }

  private Wanted wanted(Wish wish) {
    String declared = wish.declared().toString();
    return new Wanted(
        wish.uri(),
        candidates.get(wish.declared()),
        wish.properties(),
        property -> catalog.schema(declared).reads(property),
        wish.disabled());
  }
}
