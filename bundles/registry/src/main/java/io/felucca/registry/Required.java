package io.felucca.registry;

import io.felucca.api.plugin.PluginState;
import io.felucca.registry.config.DaemonConfig;
import io.felucca.registry.graph.Graph;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The plugins without which there is no daemon: those that the configuration says, and the sockets.
 *
 * <p>Without its sockets nobody could ask the daemon what is wrong with it, and its shims would
 * tell their news to whoever listens there instead.
 */
final class Required {
  private static final List<String> SOCKETS =
      List.of("io.containerd.server.v1.grpc", "io.containerd.server.v1.ttrpc");

  private final Graph graph;

  Required(Graph graph) {
    this.graph = graph;
  }

  /** Which of them are not up, and why. */
  Map<String, String> missing(DaemonConfig config) {
    Map<String, String> missing = new LinkedHashMap<>();
    for (String uri : all(config)) {
      Graph.Standing standing = graph.standing(uri);
      if (standing == null) {
        missing.put(uri, "not included");
      } else if (standing.state() != PluginState.OK) {
        missing.put(uri, standing.reason());
      }
    }
    return missing;
  }

  /** The configured ones, and the sockets that nobody has disabled. */
  List<String> all(DaemonConfig config) {
    List<String> all = new ArrayList<>(config.required());
    for (String socket : SOCKETS) {
      Graph.Standing standing = graph.standing(socket);
      if (standing != null && standing.state() != PluginState.DISABLED) {
        all.add(socket);
      }
    }
    return all;
  }
}
