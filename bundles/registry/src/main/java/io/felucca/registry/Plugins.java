package io.felucca.registry;

import io.felucca.registry.bundle.BundleCatalog;
import io.felucca.registry.bundle.Declared;
import io.felucca.registry.config.Catalog;
import io.felucca.registry.config.DaemonConfig;
import io.felucca.registry.declare.PluginUri;
import io.felucca.registry.graph.Again;
import io.felucca.registry.graph.Candidate;
import io.felucca.registry.graph.Change;
import io.felucca.registry.graph.Graph;
import java.util.List;
import java.util.Map;

/** The plugins that bundles declare now, and the graph that is made of them. */
final class Plugins {
  private final Graph graph;
  private final Declared declared;
  private final Required required;

  Plugins(Graph graph, Declared declared) {
    this.graph = graph;
    this.declared = declared;
    this.required = new Required(graph);
  }

  Graph graph() {
    return graph;
  }

  Required required() {
    return required;
  }

  Map<PluginUri, List<Candidate>> candidates() {
    return declared.candidates();
  }

  Catalog catalog() {
    return new BundleCatalog(candidates());
  }

  /** Shows with a plugin why it did not follow a change. */
  void remark(Change change) {
    graph.remark(List.of(change.uri()), change.reason());
  }

  /** Brings the graph in line with a configuration and with the bundles there are. */
  List<Change> apply(DaemonConfig config, Again again) {
    Map<PluginUri, List<Candidate>> candidates = candidates();
    return graph.apply(
        new Planner(config, new BundleCatalog(candidates), candidates).plan(), again);
  }
}
