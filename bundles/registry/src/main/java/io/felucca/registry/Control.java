package io.felucca.registry;

import io.felucca.api.Fault;
import io.felucca.api.plugin.PluginAdmin;
import io.felucca.registry.bundle.BundleCatalog;
import io.felucca.registry.bundle.Declared;
import io.felucca.registry.bundle.DropIns;
import io.felucca.registry.config.Catalog;
import io.felucca.registry.config.DaemonConfig;
import io.felucca.registry.config.Draft;
import io.felucca.registry.config.Flags;
import io.felucca.registry.declare.PluginUri;
import io.felucca.registry.graph.Again;
import io.felucca.registry.graph.Candidate;
import io.felucca.registry.graph.Change;
import io.felucca.registry.graph.Graph;
import io.felucca.registry.toml.Problem;
import io.felucca.registry.toml.Problems;
import io.felucca.registry.toml.Table;
import io.felucca.registry.toml.TomlWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Makes every change to the set of plugins, whichever door it comes through: a file, a jar or a
 * call. One at a time; what is refused leaves all as it was.
 */
final class Control implements PluginAdmin {
  private final Flags flags;
  private final Path binary;
  private final Graph graph;
  private final Declared declared;
  private final Journal journal;
  private final ConfigStatus status;
  private final Consumer<Draft> applied;
  private volatile DaemonConfig config;
  private DropIns dropIns;
  private Table lastSeen;
  private boolean closed;

  /**
   * @param applied hears of each configuration that was read, to watch its files
   */
  Control(
      Flags flags,
      Path binary,
      Graph graph,
      Declared declared,
      Journal journal,
      ConfigStatus status,
      Consumer<Draft> applied) {
    this.flags = flags;
    this.binary = binary;
    this.graph = graph;
    this.declared = declared;
    this.journal = journal;
    this.status = status;
    this.applied = applied;
  }

  /** The configuration that the daemon runs on. */
  DaemonConfig config() {
    return config;
  }

  /** The first configuration: brings up everything. */
  synchronized void boot(Draft draft, DropIns folder) {
    dropIns = folder;
    config = draft.config(1, binary);
    dropIns.sync();
    Map<PluginUri, List<Candidate>> candidates = declared.candidates();
    Gate gate = new Gate(draft, candidates, new BundleCatalog(candidates));
    if (!gate.atBoot().isEmpty()) {
      throw new Problems(gate.atBoot());
    }
    journal.report(gate.problems());
    take(draft, config);
    reconcile();
  }

  private void take(Draft draft, DaemonConfig next) {
    config = next;
    lastSeen = draft.table();
    status.applied(next.version(), draft.sources().files());
    LogSettings.apply(next);
    applied.accept(draft);
  }

  @Override
  public synchronized List<String> reload() {
    try {
      List<Change> changes = new ArrayList<>(change(Draft.read(flags), Again.WHERE_FAILED));
      changes.addAll(dropIns.sync());
      return lines("reload", changes);
    } catch (Problems e) {
      status.refused(e.getMessage());
      journal.report(e.all());
      throw new Fault(Fault.Kind.INVALID_ARGUMENT, "configuration refused: " + e.getMessage(), e);
    }
  }

  private List<Change> change(Draft draft, Again again) {
    applied.accept(draft);
    lastSeen = draft.table();
    Map<PluginUri, List<Candidate>> candidates = declared.candidates();
    Gate gate = new Gate(draft, candidates, new BundleCatalog(candidates));
    List<Problem> refused = gate.live(config);
    if (!refused.isEmpty()) {
      throw new Problems(refused);
    }
    journal.report(gate.problems());
    take(draft, draft.config(config.version() + 1, binary));
    return apply(again);
  }

  private List<Change> apply(Again again) {
    Map<PluginUri, List<Candidate>> candidates = declared.candidates();
    Catalog catalog = new BundleCatalog(candidates);
    return graph.apply(new Planner(config, catalog, candidates).plan(), again);
  }

  /** Brings plugins in line with the bundles that are started. */
  synchronized List<Change> reconcile() {
    return config == null || closed ? List.of() : apply(Again.NEVER);
  }

  /** Files have changed: follows them where they now say something else. */
  synchronized void follow() {
    if (closed) {
      return;
    }
    lines("jars of the plugins folder changed", dropIns.sync());
    try {
      Draft draft = Draft.read(flags);
      if (!TomlWriter.write(draft.table()).equals(TomlWriter.write(lastSeen))) {
        lines("configuration changed", change(draft, Again.WHERE_FAILED));
      }
    } catch (Problems e) {
      if (status.refused(e.getMessage())) {
        journal.report(e.all());
      }
    }
  }

  /** Ends the change that is being made, and follows nothing any more. */
  synchronized void close() {
    closed = true;
  }

  private List<String> lines(String what, List<Change> changes) {
    List<String> lines = changes.stream().filter(one -> !one.isNone()).map(Change::line).toList();
    if (!lines.isEmpty()) {
      journal.tell(what, lines);
    }
    return lines;
  }

  @Override
  public synchronized void swap(String type, String id) {
    Change change = graph.swap(new PluginUri(type, id));
    if (change.isFailure()) {
      throw Fault.precondition("plugin %s.%s is not replaced: %s", type, id, change.reason());
    }
  }

  @Override
  public synchronized List<String> install(Path jar) {
    return lines("jar installed", dropIns.install(jar));
  }

  @Override
  public synchronized List<String> uninstall(String jarName) {
    return lines("jar uninstalled", dropIns.uninstall(jarName));
  }
}
