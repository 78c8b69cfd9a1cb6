package io.felucca.registry;

import io.felucca.api.Fault;
import io.felucca.api.config.ConfigAdmin;
import io.felucca.api.config.ConfigReview;
import io.felucca.api.config.ConfigValue;
import io.felucca.api.config.ConfigVersion;
import io.felucca.registry.config.Comparison;
import io.felucca.registry.config.Draft;
import io.felucca.registry.config.Explanation;
import io.felucca.registry.config.Flags;
import io.felucca.registry.config.Overlay;
import io.felucca.registry.graph.Change;
import io.felucca.registry.history.SafeFile;
import io.felucca.registry.history.Version;
import io.felucca.registry.toml.Problem;
import io.felucca.registry.toml.Problems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The configuration for those who call: what would change, changes, and what was. */
final class ConfigDoor implements ConfigAdmin {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final Path NOWHERE = Path.of("/");

  private final Flags flags;
  private final Settings settings;
  private final Plugins plugins;
  private final Journal journal;
  private final ConfigStatus status;

  ConfigDoor(
      Flags flags, Settings settings, Plugins plugins, Journal journal, ConfigStatus status) {
    this.flags = flags;
    this.settings = settings;
    this.plugins = plugins;
    this.journal = journal;
    this.status = status;
  }

  @Override
  public ConfigReview review(String name, String toml) {
    try {
      return review(name.isEmpty() ? Draft.read(flags) : Draft.read(flags, overlay(name, toml)));
    } catch (Problems e) {
      return unusable(e.all());
    }
  }

  private ConfigReview review(Draft next) {
    synchronized (settings) {
      Gate gate = settings.gate(next);
      boolean refused = !settings.refused(gate).isEmpty();
      if (!next.isUsable()) {
        return unusable(gate.problems());
      }
      Comparison comparison =
          new Comparison(settings.config(), next.config(0, NOWHERE), plugins.catalog());
      return new ConfigReview(
          refused, lines(gate.problems()), comparison.keys(), comparison.plugins());
    }
  }

  private static ConfigReview unusable(List<Problem> problems) {
    return new ConfigReview(true, lines(problems), List.of(), List.of());
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
    Overlay file = overlay(name, toml);
    synchronized (settings) {
      return journal.lines("configuration applied", write(file, "apply " + name));
    }
  }

  private List<Change> write(Overlay file, String how) {
    try {
      String before = content(file.file());
      if (before == null && file.text() == null) {
        throw Fault.notFound("configuration file %s", file.file());
      }
      Draft next = Draft.read(flags, file);
      check(next);
      put(file.file(), file.text());
      return follow(next, file.file(), before, how);
    } catch (Problems e) {
      throw settings.refused(e);
    } catch (IOException e) {
      throw Fault.io("cannot write " + file.file(), e);
    }
  }

  /** Before the file is touched. */
  private void check(Draft next) {
    List<Problem> problems = settings.refused(settings.gate(next));
    if (!problems.isEmpty()) {
      throw new Problems(problems);
    }
  }

  private List<Change> follow(Draft next, Path file, String before, String how) throws IOException {
    try {
      return settings.follow(next, how);
    } catch (Problems e) {
      put(file, before);
      settings.forget();
      throw e;
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
  public List<ConfigVersion> history() {
    long current = settings.config().version();
    boolean pinned = status.isPinned();
    return settings.history().versions().stream()
        .map(
            one ->
                new ConfigVersion(
                    one.number(),
                    one.time(),
                    one.door(),
                    one.number() == current,
                    one.number() == current && pinned))
        .toList();
  }

  @Override
  public List<String> rollback(long number) {
    synchronized (settings) {
      return journal.lines("configuration rolled back", goBack(version(number)));
    }
  }

  private List<Change> goBack(Version to) {
    try {
      return settings.goBack(to);
    } catch (Problems e) {
      throw settings.refused(e);
    } catch (IOException e) {
      throw Fault.io("the daemon runs on version " + to.number() + ", but only until it ends", e);
    }
  }

  private Version version(long number) {
    long current = settings.config().version();
    List<Version> all = settings.history().versions();
    return all.stream()
        .filter(one -> number == 0 ? one.number() < current : one.number() == number)
        .findFirst()
        .orElseThrow(
            () ->
                Fault.notFound(
                    "version %s of the configuration; kept are %s",
                    number == 0 ? "before " + current : number,
                    all.stream().map(Version::number).toList()));
  }

  @Override
  public List<ConfigValue> explain(String prefix) {
    return new Explanation(settings.config(), plugins.catalog()).of(prefix);
  }
}
