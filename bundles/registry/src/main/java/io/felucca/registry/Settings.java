package io.felucca.registry;

import io.felucca.api.Fault;
import io.felucca.registry.config.DaemonConfig;
import io.felucca.registry.config.Draft;
import io.felucca.registry.config.Flags;
import io.felucca.registry.graph.Again;
import io.felucca.registry.graph.Change;
import io.felucca.registry.history.History;
import io.felucca.registry.history.Version;
import io.felucca.registry.toml.Problem;
import io.felucca.registry.toml.Problems;
import io.felucca.registry.toml.TomlWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The one configuration that is in force, and every change of it. Whoever changes plugins holds its
 * monitor.
 */
final class Settings {
  private final Flags flags;
  private final Path binary;
  private final Plugins plugins;
  private final Journal journal;
  private final ConfigStatus status;
  private final Consumer<Draft> watched;
  private final OwnProcess process = new OwnProcess();
  private final Set<String> tolerated = new HashSet<>();
  private volatile DaemonConfig config;
  private Draft draft;
  private History history;
  private String seen = "";
  private String accepted = "";
  private String door = "boot";

  /**
   * @param watched hears of each configuration that was read, to watch its files
   */
  Settings(
      Flags flags,
      Path binary,
      Plugins plugins,
      Journal journal,
      ConfigStatus status,
      Consumer<Draft> watched) {
    this.flags = flags;
    this.binary = binary;
    this.plugins = plugins;
    this.journal = journal;
    this.status = status;
    this.watched = watched;
  }

  /** What a configuration says as files, without defaults and flags. */
  static String text(Draft draft) {
    return TomlWriter.write(draft.sources().table());
  }

  /** What the daemon runs on; null before it has begun to boot. */
  DaemonConfig config() {
    return config;
  }

  /** What the daemon is about to boot on; jars that it names may come before it is checked. */
  synchronized void begin(Opening opening) {
    draft = opening.draft();
    config = draft.config(0, binary);
    history = new History(config.root());
  }

  /** The first configuration; throws what is wrong with it. */
  synchronized void boot(Opening opening) {
    Gate gate = new Gate(opening.draft(), plugins.candidates());
    if (!gate.atBoot().isEmpty() && opening.refused() == null) {
      boot(Opening.lastGood(flags, new Problems(gate.atBoot())));
      return;
    }
    if (!gate.atBoot().isEmpty()) {
      throw new Problems(gate.atBoot());
    }
    gate.unknown().forEach(problem -> tolerated.add(problem.message()));
    journal.report(gate.problems());
    seen = opening.files() == null ? "" : TomlWriter.write(opening.files().table());
    accepted = seen;
    take(opening.draft(), number(opening.draft()));
    if (opening.refused() != null) {
      status.refused(opening.refused());
      journal.fellBack(config.version(), opening.refused());
    } else if (opening.files() != opening.draft()) {
      status.pinned(config.version());
    }
  }

  /** The number of a version that is kept, or else will be. */
  private long number(Draft next) {
    Version last = history.last();
    boolean same = last != null && last.text().equals(text(next));
    return last == null ? 1 : same ? last.number() : last.number() + 1;
  }

  private void take(Draft next, long number) {
    draft = next;
    config = next.config(number, binary);
    Folders.prepare(config);
    status.applied(number, next.sources().files());
    LogSettings.apply(config);
    process.follow(config);
    watched.accept(next);
  }

  /** The configuration in force has proved itself: it is kept for bad days. */
  synchronized void keep() {
    history.keep(door, text(draft));
  }

  /** Reads the files again and changes over to what they say; they are followed from now on. */
  synchronized List<Change> reload() {
    try {
      Draft files = Draft.read(flags);
      return follow(files, "reload");
    } catch (Problems e) {
      status.refused(e.getMessage());
      throw fault(e);
    }
  }

  /** What somebody asked for is refused. */
  Fault refused(Problems e) {
    status.refusedCall(e.getMessage());
    return fault(e);
  }

  private Fault fault(Problems e) {
    journal.refused(e.all());
    return new Fault(Fault.Kind.INVALID_ARGUMENT, "configuration refused: " + e.getMessage(), e);
  }

  /** Files have changed: follows them where they now say something else. */
  synchronized List<Change> follow() {
    try {
      Draft files = Draft.read(flags);
      String now = TomlWriter.write(files.table());
      if (now.equals(accepted)) {
        seen = now;
        status.mended();
      }
      return now.equals(seen) ? List.of() : follow(files, "files");
    } catch (Problems e) {
      if (status.refused(e.getMessage())) {
        journal.refused(e.all());
      }
      return List.of();
    }
  }

  /** Changes over to what the files say. */
  synchronized List<Change> follow(Draft files, String how) {
    watched.accept(files);
    seen = TomlWriter.write(files.table());
    List<Change> changes = change(files, how);
    accepted = seen;
    history.unpin();
    return changes;
  }

  /** What is wrong with a configuration that might follow this one. */
  synchronized Gate gate(Draft next) {
    return new Gate(next, plugins.candidates());
  }

  /** What keeps the daemon from changing over to it; empty for nothing. */
  synchronized List<Problem> refused(Gate gate) {
    return gate.live(config, tolerated);
  }

  private List<Change> change(Draft next, String how) {
    Gate gate = gate(next);
    List<Problem> refused = refused(gate);
    if (!refused.isEmpty()) {
      throw new Problems(refused);
    }
    journal.report(gate.problems());
    Draft before = draft;
    DaemonConfig old = config;
    boolean pinned = status.isPinned();
    Map<String, String> missed = plugins.required().missing(old);
    take(next, number(next));
    List<Change> changes = plugins.apply(config, Again.WHERE_FAILED);
    List<Problem> lost =
        new Aftermath(plugins.required(), next, config).of(changes, missed.keySet());
    if (!lost.isEmpty()) {
      take(before, old.version());
      if (pinned) {
        status.pinned(old.version());
      }
      plugins.apply(config, Again.WHERE_FAILED);
      changes.stream().filter(Change::isKept).forEach(plugins::remark);
      throw new Problems(lost);
    }
    door = how;
    keep();
    if (config.version() != old.version()) {
      journal.applied(config.version(), how);
    }
    return changes;
  }

  /** The files are as they were: what was seen of a refused one counts no more. */
  synchronized void forget() {
    seen = TomlWriter.write(Draft.read(flags).table());
  }

  History history() {
    return history;
  }

  /** Goes back to an earlier version, and stays there until the files change. */
  synchronized List<Change> goBack(Version to) throws IOException {
    Draft files = Draft.read(flags);
    Draft next = Opening.earlier(to, history, files.sources(), flags);
    List<Change> changes = change(next, "rollback to " + to.number());
    accepted = TomlWriter.write(files.table());
    if (text(files).equals(text(draft))) {
      history.unpin();
    } else {
      history.pin(config.version(), text(files));
      status.pinned(config.version());
    }
    return changes;
  }
}
