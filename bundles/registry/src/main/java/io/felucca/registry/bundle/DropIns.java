package io.felucca.registry.bundle;

import io.felucca.api.Fault;
import io.felucca.registry.declare.PluginUri;
import io.felucca.registry.graph.Change;
import io.felucca.registry.graph.Graph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/**
 * The jars of the plugins folder as bundles.
 *
 * <p>A jar that is replaced becomes a second bundle beside the first one; the first goes when the
 * last instance of its plugins has gone. A jar that cannot be used leaves the one before it in
 * place.
 */
public final class DropIns {
  private final Generations generations;
  private final Graph graph;
  private final Supplier<List<Change>> reconcile;
  private final Map<String, Dropped> present = new TreeMap<>();
  private final Map<String, Refusal> refusals = new HashMap<>();
  private final BiConsumer<String, String> refused;
  private JarFolder folder;

  private record Dropped(Bundle bundle, Stamp stamp) {}

  private record Refusal(Stamp stamp, String reason) {}

  private record Newcomer(String jar, Dropped dropped) {}

  /**
   * Follows a folder.
   *
   * @param reconcile brings the graph in line with the bundles that are started
   * @param refused hears of jars that cannot be used, and why
   */
  public DropIns(
      Generations generations,
      Graph graph,
      Supplier<List<Change>> reconcile,
      BiConsumer<String, String> refused) {
    this.refused = refused;
    this.generations = generations;
    this.graph = graph;
    this.reconcile = reconcile;
  }

  /** Brings bundles in line with what is in a folder; returns which plugins changed. */
  public synchronized List<Change> sync(Path path) {
    if (folder == null || !folder.is(path)) {
      folder = new JarFolder(path);
      folder.tidy();
    }
    return sync();
  }

  private List<Change> sync() {
    Map<String, Stamp> found = folder.jars();
    refusals.keySet().retainAll(found.keySet());
    List<Newcomer> newcomers = start(install(found));
    boolean gone = leave(found);
    if (newcomers.isEmpty() && !gone) {
      return List.of();
    }
    List<Change> changes = new ArrayList<>(reconcile.get());
    for (Newcomer newcomer : newcomers) {
      changes.addAll(settle(newcomer));
    }
    generations.sweep();
    return changes;
  }

  private List<Newcomer> install(Map<String, Stamp> found) {
    List<Newcomer> installed = new ArrayList<>();
    for (Map.Entry<String, Stamp> jar : found.entrySet()) {
      String name = jar.getKey();
      if (isNews(name, jar.getValue())) {
        try {
          Bundle bundle = generations.install(name, folder.path(name));
          installed.add(new Newcomer(name, new Dropped(bundle, jar.getValue())));
        } catch (IOException | BundleException | Fault e) {
          refuse(name, jar.getValue(), e.getMessage());
        }
      }
    }
    return installed;
  }

  private boolean isNews(String name, Stamp stamp) {
    Dropped old = present.get(name);
    Refusal refusal = refusals.get(name);
    return (old == null || !old.stamp().equals(stamp))
        && (refusal == null || !refusal.stamp().equals(stamp));
  }

  private void refuse(String name, Stamp stamp, String reason) {
    refusals.put(name, new Refusal(stamp, reason));
    refused.accept(name, reason);
    Dropped old = present.get(name);
    if (old != null) {
      graph.remark(generations.plugins(old.bundle()), name + " refused: " + reason);
    }
  }

  /** All are installed before one is started: they may need each other. */
  private List<Newcomer> start(List<Newcomer> installed) {
    List<Newcomer> started = new ArrayList<>();
    for (Newcomer newcomer : installed) {
      try {
        generations.start(newcomer.dropped().bundle());
        started.add(newcomer);
      } catch (BundleException e) {
        generations.discard(newcomer.dropped().bundle());
        refuse(newcomer.jar(), newcomer.dropped().stamp(), e.getMessage());
      }
    }
    return started;
  }

  private boolean leave(Map<String, Stamp> found) {
    List<String> gone = present.keySet().stream().filter(name -> !found.containsKey(name)).toList();
    gone.forEach(name -> generations.leave(present.remove(name).bundle()));
    return !gone.isEmpty();
  }

  /** Takes a new jar for good, or goes back to the one before it. */
  private List<Change> settle(Newcomer newcomer) {
    Dropped old = present.get(newcomer.jar());
    Bundle fresh = newcomer.dropped().bundle();
    List<String> failures =
        old == null ? graph.outdone(fresh) : graph.failures(fresh, old.bundle());
    if (!failures.isEmpty()) {
      refuse(newcomer.jar(), newcomer.dropped().stamp(), String.join("; ", failures));
      return rollBack(newcomer.jar(), fresh);
    }
    present.put(newcomer.jar(), newcomer.dropped());
    if (old == null) {
      return List.of();
    }
    generations.leave(old.bundle());
    return reconcile.get();
  }

  private List<Change> rollBack(String jar, Bundle fresh) {
    List<PluginUri> uris = generations.plugins(fresh);
    generations.leave(fresh);
    List<Change> changes = reconcile.get();
    graph.remark(uris, jar + " refused: " + refusal(jar));
    return changes;
  }

  /** Each jar of the folder, and whether it is in use: the bundle, or why not. */
  public synchronized Map<String, String> jars() {
    Map<String, String> all = new TreeMap<>();
    present.forEach((name, dropped) -> all.put(name, Origin.of(dropped.bundle())));
    refusals.forEach((name, refusal) -> all.put(name, "refused: " + refusal.reason()));
    return all;
  }

  private String refusal(String jar) {
    Refusal refusal = refusals.get(jar);
    return refusal == null ? null : refusal.reason();
  }

  /** Puts a new jar into the folder; one that cannot be used leaves the folder as it was. */
  public synchronized List<Change> install(Path jar) {
    if (folder.has(jar.getFileName() + "")) {
      throw Fault.of(
          Fault.Kind.ALREADY_EXISTS, "jar %s in %s: update it", jar.getFileName(), folder);
    }
    return put(jar);
  }

  /** The same in the place of the jar of that name. */
  public synchronized List<Change> update(Path jar) {
    if (!folder.has(jar.getFileName() + "")) {
      throw Fault.notFound(
          "jar %s in %s, which has %s", jar.getFileName(), folder, folder.jars().keySet());
    }
    return put(jar);
  }

  private List<Change> put(Path jar) {
    try (JarFolder.Swap swap = folder.put(jar)) {
      List<Change> changes = sync();
      String reason = refusal(swap.name());
      Dropped taken = present.get(swap.name());
      List<String> failures =
          taken == null ? List.of() : graph.failures(taken.bundle(), taken.bundle());
      if (reason != null || !failures.isEmpty()) {
        swap.undo();
        sync();
        throw Fault.precondition(
            "%s is not taken: %s",
            swap.name(), reason == null ? String.join("; ", failures) : reason);
      }
      return changes;
    } catch (IOException e) {
      throw Fault.io("cannot put " + jar + " into " + folder, e);
    }
  }

  /** Removes a jar from the folder. */
  public synchronized List<Change> uninstall(String jar) {
    try {
      folder.remove(jar);
      return sync();
    } catch (IOException e) {
      throw Fault.io("cannot remove " + jar + " from " + folder, e);
    }
  }
}
