package io.felucca.registry;

import io.felucca.registry.bundle.BundleCatalog;
import io.felucca.registry.config.Catalog;
import io.felucca.registry.config.DaemonConfig;
import io.felucca.registry.config.Draft;
import io.felucca.registry.config.PluginCheck;
import io.felucca.registry.config.Wish;
import io.felucca.registry.declare.PluginUri;
import io.felucca.registry.graph.Candidate;
import io.felucca.registry.toml.Item;
import io.felucca.registry.toml.Place;
import io.felucca.registry.toml.Problem;
import io.felucca.registry.toml.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Decides whether a configuration may be applied. */
final class Gate {
  private static final List<String[]> FIXED =
      List.of(new String[] {"root"}, new String[] {"state"});

  private final Draft draft;
  private final Map<PluginUri, List<Candidate>> candidates;
  private final Catalog catalog;
  private final List<Problem> problems;

  Gate(Draft draft, Map<PluginUri, List<Candidate>> candidates) {
    this.draft = draft;
    this.candidates = candidates;
    this.catalog = new BundleCatalog(candidates);
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

  /** Keys that nobody knows. */
  List<Problem> unknown() {
    return of(Problem.Weight.UNKNOWN);
  }

  /**
   * What keeps a running daemon from changing over to it; empty for nothing.
   *
   * @param tolerated unknown keys that it has lived with since it booted
   */
  List<Problem> live(DaemonConfig running, Set<String> tolerated) {
    if (!has(Problem.Weight.ERROR)) {
      FIXED.forEach(path -> fixed(running.table(), path));
      dependencies(running);
    }
    List<Problem> refused = of(Problem.Weight.ERROR);
    unknown().stream().filter(one -> !tolerated.contains(one.message())).forEach(refused::add);
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
  private void dependencies(DaemonConfig running) {
    Map<PluginUri, Wish> next = Wish.all(draft.config(0, Path.of("/")), catalog);
    Set<String> left = types(next);
    types(Wish.all(running, catalog)).stream()
        .filter(type -> !left.contains(type))
        .forEach(type -> lost(type, next));
  }

  private static Set<String> types(Map<PluginUri, Wish> wishes) {
    return wishes.values().stream()
        .filter(wish -> !wish.disabled())
        .map(wish -> wish.uri().type())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void lost(String type, Map<PluginUri, Wish> next) {
    List<PluginUri> needy =
        next.values().stream()
            .filter(wish -> !wish.disabled() && requires(wish, type))
            .map(Wish::uri)
            .toList();
    if (!needy.isEmpty()) {
      problems.add(
          Problem.error(
              disabling(type),
              "no plugin of type " + type + " would be left, which " + needy + " need"));
    }
  }

  private boolean requires(Wish wish, String type) {
    return candidates.get(wish.declared()).get(0).declaration().requires().contains(type);
  }

  private Place disabling(String type) {
    return draft.table().get("disabled_plugins").array().stream()
        .filter(item -> ((String) item.value()).startsWith(type + "."))
        .map(Item::place)
        .findFirst()
        .orElse(Place.of("proxy_plugins"));
  }
}
