package io.felucca.registry.graph;

import io.felucca.api.plugin.PluginKeys;
import io.felucca.api.plugin.PluginState;
import io.felucca.registry.component.Components;
import io.felucca.registry.component.Missing;
import io.felucca.registry.component.Outcome;
import io.felucca.registry.declare.PluginUri;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Says what a plugin waits for: the plugins that would offer it and where they stand, or the
 * service where no plugin is known to offer it.
 */
final class Needs {
  private final Components components;
  private final Map<PluginUri, Node> nodes;

  Needs(Components components, Map<PluginUri, Node> nodes) {
    this.components = components;
    this.nodes = nodes;
  }

  String words(Outcome.Waits waits) {
    List<Missing> missing = waits.missing();
    return missing.isEmpty()
        ? waits.reason()
        : missing.stream().map(this::words).collect(Collectors.joining(", ", "waits for ", ""));
  }

  private String words(Missing missing) {
    Set<String> pids = components.offering(missing.service());
    String plugins =
        nodes.values().stream()
            .filter(node -> offers(node, pids, missing))
            .sorted(Comparator.comparing(Node::uri))
            .map(Needs::standing)
            .collect(Collectors.joining(" or "));
    return plugins.isEmpty() ? missing.toString() : plugins;
  }

  private static boolean offers(Node node, Set<String> pids, Missing missing) {
    Wanted wanted = node.wanted();
    return wanted != null
        && pids.contains(wanted.pid())
        && missing.takes(
            Map.of(PluginKeys.TYPE, node.uri().type(), PluginKeys.ID, node.uri().id()));
  }

  /** Only a failure has a reason of its own that helps here. */
  private static String standing(Node node) {
    PluginState state = node.status().state();
    boolean failed = state == PluginState.ERROR || state == PluginState.SKIP;
    String why = failed ? ": " + node.status().reason() : "";
    return node.uri() + " (" + state.name().toLowerCase(Locale.ROOT) + why + ")";
  }
}
