package io.felucca.registry;

import io.felucca.api.Fault;
import io.felucca.api.config.ConfigAdmin;
import io.felucca.api.config.ConfigReview;
import io.felucca.api.config.ConfigValue;
import io.felucca.api.config.ConfigVersion;
import io.felucca.registry.config.Comparison;
import io.felucca.registry.config.DaemonConfig;
import io.felucca.registry.config.Draft;
import io.felucca.registry.config.Explanation;
import io.felucca.registry.config.Flags;
import io.felucca.registry.config.Overlay;
import io.felucca.registry.graph.Again;
import io.felucca.registry.graph.Change;
import io.felucca.registry.history.History;
import io.felucca.registry.history.SafeFile;
import io.felucca.registry.history.Version;
import io.felucca.registry.toml.Item;
import io.felucca.registry.toml.Leaves;
import io.felucca.registry.toml.Place;
import io.felucca.registry.toml.Problem;
import io.felucca.registry.toml.Problems;
import io.felucca.registry.toml.TomlWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The one configuration that is in force, and every change of it. Whoever changes plugins holds its
 * monitor.
 */
final class Settings implements ConfigAdmin {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private final Flags flags;
  private final Path binary;
  private final Plugins plugins;
  private final Journal journal;
  private final ConfigStatus status;
  private final Consumer<Draft> watched;
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

  private Fault refused(Problems e) {
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

  private List<Change> follow(Draft files, String how) {
    watched.accept(files);
    seen = TomlWriter.write(files.table());
    List<Change> changes = change(files, how);
    accepted = seen;
    history.unpin();
    return changes;
  }

  private List<Change> change(Draft next, String how) {
    Gate gate = new Gate(next, plugins.candidates());
    List<Problem> refused = gate.live(config, tolerated);
    if (!refused.isEmpty()) {
      throw new Problems(refused);
    }
    journal.report(gate.problems());
    Draft before = draft;
    DaemonConfig old = config;
    Map<String, String> missed = plugins.required().missing(old);
    take(next, number(next));
    List<Change> changes = plugins.apply(config, Again.WHERE_FAILED);
    List<Problem> lost = lost(missed, changes);
    if (!lost.isEmpty()) {
      take(before, old.version());
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

  /**
   * Required plugins that the change brought down, and those of all that serve but could not follow
   * it: what is in force and what runs must not be two things.
   */
  private List<Problem> lost(Map<String, String> missedBefore, List<Change> changes) {
    Map<String, String> missing = plugins.required().missing(config);
    missing.keySet().removeAll(missedBefore.keySet());
    List<Problem> lost = new ArrayList<>();
    for (Change change : changes) {
      String uri = change.uri().toString();
      if (change.isKept()) {
        missing.remove(uri);
        lost.add(Problem.error(place(uri, change.reason()), uri + ": " + change.reason()));
      }
    }
    missing.forEach(
        (uri, why) ->
            lost.add(Problem.error(place(uri, why), "required plugin " + uri + ": " + why)));
    return lost;
  }

  /** Where the configuration says what a plugin complains of, or else something of the plugin. */
  private Place place(String uri, String complaint) {
    Item section = draft.table().at("plugins", uri);
    return section == null
        ? Place.of("plugins." + uri)
        : Leaves.named(section.table(), complaint).orElse(section).place();
  }

  @Override
  public synchronized ConfigReview review(String name, String toml) {
    try {
      Draft next = name.isEmpty() ? Draft.read(flags) : Draft.read(flags, overlay(name, toml));
      Gate gate = new Gate(next, plugins.candidates());
      boolean refused = !gate.live(config, tolerated).isEmpty();
      if (gate.problems().stream().anyMatch(one -> one.weight() == Problem.Weight.ERROR)
          && !isUsable(next)) {
        return new ConfigReview(true, lines(gate.problems()), List.of(), List.of());
      }
      Comparison comparison = new Comparison(config, next.config(0, binary), plugins.catalog());
      List<ConfigReview.KeyChange> keys =
          comparison.keys().stream()
              .map(
                  one ->
                      new ConfigReview.KeyChange(one.key(), one.before(), one.after(), one.place()))
              .toList();
      return new ConfigReview(refused, lines(gate.problems()), keys, comparison.plugins());
    } catch (Problems e) {
      return new ConfigReview(true, lines(e.all()), List.of(), List.of());
    }
  }

  private static boolean isUsable(Draft next) {
    return next.problems().stream().noneMatch(one -> one.weight() == Problem.Weight.ERROR);
  }

  private static List<String> lines(List<Problem> problems) {
    return problems.stream().map(Problem::line).toList();
  }

  private Overlay overlay(String name, String toml) {
    if (!NAME.matcher(name).matches()) {
      throw Fault.invalid(
          "\"%s\" is no name of a file in conf.d: letters, digits, \".\", \"_\", \"-\"", name);
    }
    return new Overlay(Draft.folder(flags).resolve(name + ".toml"), toml);
  }

  @Override
  public List<String> apply(String name, String toml) {
    return journal.lines("configuration applied", write(overlay(name, toml), "apply " + name));
  }

  private synchronized List<Change> write(Overlay file, String how) {
    try {
      String before = content(file.file());
      if (before == null && file.text() == null) {
        throw Fault.notFound("configuration file %s", file.file());
      }
      Draft next = Draft.read(flags, file);
      check(next);
      put(file.file(), file.text());
      try {
        return follow(next, how);
      } catch (Problems | Fault e) {
        put(file.file(), before);
        seen = TomlWriter.write(Draft.read(flags).table());
        throw e;
      }
    } catch (Problems e) {
      throw refused(e);
    } catch (IOException e) {
      throw Fault.io("cannot write " + file.file(), e);
    }
  }

  /** Before the file is touched. */
  private void check(Draft next) {
    List<Problem> problems = new Gate(next, plugins.candidates()).live(config, tolerated);
    if (!problems.isEmpty()) {
      throw new Problems(problems);
    }
  }

  private static String content(Path file) throws IOException {
    return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : null;
  }

  private static void put(Path file, String text) throws IOException {
    if (text == null) {
      SafeFile.delete(file);
    } else {
      Files.createDirectories(file.getParent());
      SafeFile.write(file, text);
    }
  }

  @Override
  public synchronized List<ConfigVersion> history() {
    boolean pinned = status.isPinned();
    return history.versions().stream()
        .map(
            one -> {
              boolean current = one.number() == config.version();
              return new ConfigVersion(
                  one.number(), one.time(), one.door(), current, current && pinned);
            })
        .toList();
  }

  @Override
  public List<String> rollback(long number) {
    return journal.lines("configuration rolled back", goBack(number));
  }

  private synchronized List<Change> goBack(long number) {
    Version to = version(number);
    try {
      Draft files = Draft.read(flags);
      Draft next = Opening.earlier(to, history, files.sources(), flags);
      List<Change> changes = change(next, "rollback to " + to.number());
      pin(files);
      return changes;
    } catch (Problems e) {
      throw refused(e);
    } catch (IOException e) {
      throw Fault.io("the daemon runs on version " + to.number() + ", but only until it ends", e);
    }
  }

  private Version version(long number) {
    List<Version> all = history.versions();
    return all.stream()
        .filter(one -> number == 0 ? one.number() < config.version() : one.number() == number)
        .findFirst()
        .orElseThrow(
            () ->
                Fault.notFound(
                    "version %s of the configuration; kept are %s",
                    number == 0 ? "before " + config.version() : number,
                    all.stream().map(Version::number).toList()));
  }

  private void pin(Draft files) throws IOException {
    accepted = TomlWriter.write(files.table());
    if (text(files).equals(text(draft))) {
      history.unpin();
      return;
    }
    history.pin(config.version(), text(files));
    status.pinned(config.version());
  }

  @Override
  public List<ConfigValue> explain(String prefix) {
    return new Explanation(config, plugins.catalog())
        .of(prefix).stream()
            .map(one -> new ConfigValue(one.key(), one.value(), one.place(), one.effect()))
            .toList();
  }
}
