package io.felucca.registry.config;

import io.felucca.registry.migrate.Migration;
import io.felucca.registry.toml.Place;
import io.felucca.registry.toml.Problem;
import io.felucca.registry.toml.Problems;
import io.felucca.registry.toml.Table;
import io.felucca.registry.toml.TomlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A configuration that was read and checked by itself, before it meets the plugins.
 *
 * @param table defaults, files and flags together
 * @param sources the files
 * @param problems what is wrong outside of plugins
 */
public record Draft(Table table, Sources sources, List<Problem> problems) {
  /**
   * Reads everything.
   *
   * @throws Problems where a file cannot be read or is not of a known version
   */
  public static Draft read(Flags flags) {
    return of(Loader.load(flags.config()), flags);
  }

  /** The same with one file as it would be. */
  public static Draft read(Flags flags, Overlay overlay) {
    return of(Loader.load(flags.config(), overlay), flags);
  }

  /** What is made of the files' content. */
  public static Draft of(Sources sources, Flags flags) {
    Table table = Effective.of(sources.table(), flags);
    List<Problem> problems = new ArrayList<>();
    new ShapeCheck(problems::add).check(table, TopLevel.SHAPE);
    if (problems.stream().noneMatch(problem -> problem.weight() == Problem.Weight.ERROR)) {
      new ValueCheck(table, problems::add).run();
    }
    if (sources.oldest() < Migration.NEWEST && !sources.files().isEmpty()) {
      problems.add(migrated(sources));
    }
    problems.sort(Problem.IN_ORDER);
    return new Draft(table, sources, problems);
  }

  /**
   * A configuration that was in force, while the files of another one go on being watched.
   *
   * @param text as it was kept
   * @param file where it is kept: a line stands before it there
   */
  public static Draft earlier(String text, Path file, Sources watched, Flags flags) {
    Sources sources =
        new Sources(
            TomlReader.parse(file.toString(), "\n" + text),
            watched.files(),
            watched.folders(),
            watched.oldest());
    Draft draft = of(sources, flags);
    draft.throwErrors();
    return draft;
  }

  /** The main file that the flags mean. */
  public static Path mainFile(Flags flags) {
    return Loader.mainFile(flags.config());
  }

  /** The folder beside the main file of which every file is read. */
  public static Path folder(Flags flags) {
    return Loader.folder(flags.config());
  }

  /** The root where nobody names another. */
  public static String defaultRoot() {
    return (String) Defaults.table().get("root").value();
  }

  /** The built-in configuration. */
  public static Draft builtIn() {
    Sources none = new Sources(new Table(), List.of(), Set.of(), Migration.NEWEST);
    return new Draft(Effective.of(none.table(), Flags.none()), none, List.of());
  }

  private static Problem migrated(Sources sources) {
    String words =
        "Configuration migrated from version "
            + sources.oldest()
            + ", use `containerd config migrate` to avoid migration";
    return Problem.note(Place.of(sources.files().get(0).toString()), words);
  }

  /** Whether nothing outside of plugins is an error. */
  public boolean isUsable() {
    return problems.stream().noneMatch(problem -> problem.weight() == Problem.Weight.ERROR);
  }

  /** Throws all problems where one of them is an error. */
  public void throwErrors() {
    List<Problem> errors =
        problems.stream().filter(problem -> problem.weight() == Problem.Weight.ERROR).toList();
    if (!errors.isEmpty()) {
      throw new Problems(errors);
    }
  }

  /**
   * The configuration that the daemon runs on.
   *
   * @param version its number
   * @param binary the daemon's own program
   */
  public DaemonConfig config(long version, Path binary) {
    throwErrors();
    return new Resolution(table, binary).config(version);
  }
}
