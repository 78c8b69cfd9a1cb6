package io.felucca.metadata.gc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who refers to whom in one namespace. Two kinds of reference: what something is made of (a
 * snapshot of its parent, an image of its target) and what its labels name. From a flat root only
 * the first kind is followed.
 */
final class Graph {
  private final Set<Node> things = new LinkedHashSet<>();
  private final List<Node> roots = new ArrayList<>();
  private final List<Node> flatRoots = new ArrayList<>();
  private final Map<Node, Node> parts = new HashMap<>();
  private final Map<Node, List<Node>> references = new HashMap<>();

  /** Something that is there and goes unless it is reached. */
  void thing(Node node) {
    things.add(node);
  }

  void root(Node node) {
    roots.add(node);
  }

  void flatRoot(Node node) {
    flatRoots.add(node);
  }

  /** {@code whole} cannot be without {@code part}. */
  void part(Node whole, Node part) {
    parts.put(whole, part);
  }

  /** While {@code from} is kept {@code to} is kept. */
  void reference(Node from, Node to) {
    references.computeIfAbsent(from, node -> new ArrayList<>(2)).add(to);
  }

  /** The things that no root leads to, in the order in which they came. */
  List<Node> garbage() {
    Set<Node> reached = new HashSet<>();
    follow(roots, reached, true);
    follow(flatRoots, reached, false);
    return things.stream().filter(node -> !reached.contains(node)).toList();
  }

  private void follow(Collection<Node> from, Set<Node> reached, boolean all) {
    Deque<Node> open = new ArrayDeque<>(from);
    while (!open.isEmpty()) {
      Node node = open.pop();
      if (!reached.add(node)) {
        continue;
      }
      Node part = parts.get(node);
      if (part != null) {
        open.push(part);
      }
      if (all) {
        references.getOrDefault(node, List.of()).forEach(open::push);
      }
    }
  }
}
