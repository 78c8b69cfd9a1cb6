package io.felucca.registry;

import io.felucca.registry.config.Catalog;
import io.felucca.registry.config.DaemonConfig;
import io.felucca.registry.config.Draft;
import io.felucca.registry.config.PluginCheck;
import io.felucca.registry.declare.PluginUri;
import io.felucca.registry.graph.Candidate;
import io.felucca.registry.toml.Item;
import io.felucca.registry.toml.Problem;
import io.felucca.registry.toml.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Decides whether a configuration may be applied. */
final class Gate {
  private static final String SERVER = "io.containerd.server.v1.";
  private static final List<String[]> FIXED =
      List.of(
          new String[] {"root"},
          new String[] {"state"},
          new String[] {"temp"},
          new String[] {"plugin_dir"},
          new String[] {"plugins", SERVER + "grpc", "address"},
          new String[] {"plugins", SERVER + "ttrpc", "address"});

  private final Draft draft;
  private final Map<PluginUri, List<Candidate>> candidates;
  private final List<Problem> problems;

  Gate(Draft draft, Map<PluginUri, List<Candidate>> candidates, Catalog catalog) {
    this.draft = draft;
    this.candidates = candidates;
    this.problems = new ArrayList<>(draft.problems());
    if (!has(Problem.Weight.ERROR)) {
      new PluginCheck(catalog, problems::add).run(draft.table());
    }
    problems.sort(Problem.IN_ORDER);
  }

  List<Problem> problems() {
    return problems;
  }

  /** What keeps the daemon from booting on it; empty for nothing. */
  List<Problem> atBoot() {
    return of(Problem.Weight.ERROR);
  }

  /** What keeps a running daemon from changing over to it; empty for nothing. */
  List<Problem> live(DaemonConfig running) {
    if (!has(Problem.Weight.ERROR)) {
      FIXED.forEach(path -> fixed(running.table(), path));
      dependencies();
    }
    List<Problem> refused = of(Problem.Weight.ERROR);
    refused.addAll(of(Problem.Weight.UNKNOWN));
    return refused;
  }

  private boolean has(Problem.Weight weight) {
    return problems.stream().anyMatch(problem -> problem.weight() == weight);
  }

  private List<Problem> of(Problem.Weight weight) {
    return new ArrayList<>(problems.stream().filter(one -> one.weight() == weight).toList());
  }

  private void fixed(Table running, String[] path) {
    Item now = running.at(path);
    Item next = draft.table().at(path);
    Object before = now == null ? "" : now.value();
    Object after = next == null ? "" : next.value();
    if (!Objects.equals(before, after)) {
      problems.add(
          Problem.error(
              (next == null ? now : next).place(),
              String.join(".", path)
                  + " cannot change while the daemon runs (\""
                  + before
                  + "\" -> \""
                  + after
                  + "\"): restart it"));
    }
  }

  /** Nobody may lose the last plugin of a type that it requires. */
  private void dependencies() {
    Set<String> disabled = new HashSet<>();
    List<Item> items = draft.table().get("disabled_plugins").array();
    items.forEach(item -> disabled.add((String) item.value()));
    for (Item item : items) {
      candidates.keySet().stream()
          .filter(uri -> uri.toString().equals(item.value()))
          .forEach(uri -> lastOfItsType(uri, item, disabled));
    }
  }

  private void lastOfItsType(PluginUri uri, Item item, Set<String> disabled) {
    boolean another =
        candidates.keySet().stream()
            .anyMatch(other -> other.type().equals(uri.type()) && !disabled.contains(other + ""));
    List<PluginUri> left =
        another
            ? List.of()
            : candidates.keySet().stream()
                .filter(other -> !disabled.contains(other.toString()))
                .filter(other -> requires(other, uri.type()))
                .toList();
    if (!left.isEmpty()) {
      problems.add(
          Problem.error(
              item.place(),
              uri + " cannot be disabled: " + left + " need a plugin of type " + uri.type()));
    }
  }

  private boolean requires(PluginUri uri, String type) {
    return candidates.get(uri).get(0).declaration().requires().contains(type);
  }
}
