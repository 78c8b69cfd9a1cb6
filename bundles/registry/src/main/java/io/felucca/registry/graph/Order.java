package io.felucca.registry.graph;

import io.felucca.registry.declare.PluginUri;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The order in which plugins come up: what a plugin requires is before it.
 *
 * <p>It is that of a walk in depth through the names in alphabetical order, those that require all
 * others at the end. In a circle of requirements the one that is reached first comes last, as in
 * containerd.
 */
final class Order {
  private static final String ALL = "*";

  /**
   * One plugin in its place.
   *
   * @param after the plugins that must have come up, or failed, before it
   */
  record Step(Wanted wanted, Set<PluginUri> after) {}

  private final List<Wanted> all;
  private final Map<PluginUri, Step> steps = new LinkedHashMap<>();
  private final Set<PluginUri> reached = new LinkedHashSet<>();

  private Order(List<Wanted> all) {
    this.all = new ArrayList<>(all);
    this.all.sort(Order::compare);
    this.all.forEach(this::visit);
  }

  static List<Step> of(List<Wanted> all) {
    return List.copyOf(new Order(all).steps.values());
  }

  private static int compare(Wanted one, Wanted other) {
    int atEnd = Boolean.compare(requiresAll(one), requiresAll(other));
    return atEnd == 0 ? one.uri().compareTo(other.uri()) : atEnd;
  }

  private static boolean requiresAll(Wanted wanted) {
    return wanted.declaration().requires().contains(ALL);
  }

  private void visit(Wanted one) {
    if (!reached.add(one.uri())) {
      return;
    }
    Set<PluginUri> after = new LinkedHashSet<>();
    for (Wanted other : required(one)) {
      visit(other);
      if (steps.containsKey(other.uri())) {
        after.add(other.uri());
      }
    }
    steps.put(one.uri(), new Step(one, after));
  }

  private List<Wanted> required(Wanted one) {
    List<String> types = one.declaration().requires();
    return all.stream()
        .filter(other -> other != one)
        .filter(other -> types.contains(ALL) || types.contains(other.uri().type()))
        .toList();
  }
}
