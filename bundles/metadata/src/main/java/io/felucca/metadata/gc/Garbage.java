package io.felucca.metadata.gc;

import io.felucca.metadata.db.World;
import io.felucca.metadata.objects.Expiries;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What nothing refers to in one namespace. */
record Garbage(String namespace, List<Node> nodes) {
  /** Looks through all namespaces; only those with garbage are in the answer. */
  static List<Garbage> find(World world, Instant now, Expiries expiries) {
    expiries.restart();
    List<Garbage> found = new ArrayList<>();
    for (String namespace : world.names()) {
      Scan scan = new Scan(world.space(namespace), now, expiries);
      Graph graph = scan.run();
      world
          .pendingCommits()
          .each(
              commit -> {
                if (commit.namespace().equals(namespace)) {
                  scan.pending(commit);
                }
              });
      List<Node> nodes = graph.garbage();
      if (!nodes.isEmpty()) {
        found.add(new Garbage(namespace, nodes));
      }
    }
    return found;
  }
}
