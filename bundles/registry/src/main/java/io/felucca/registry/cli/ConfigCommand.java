package io.felucca.registry.cli;

import io.felucca.api.config.ConfigReview.KeyChange;
import io.felucca.registry.config.Catalog;
import io.felucca.registry.config.Comparison;
import io.felucca.registry.config.DaemonConfig;
import io.felucca.registry.config.Draft;
import io.felucca.registry.config.Dump;
import io.felucca.registry.config.Explanation;
import io.felucca.registry.config.Flags;
import io.felucca.registry.config.PluginCheck;
import io.felucca.registry.history.History;
import io.felucca.registry.history.Version;
import io.felucca.registry.toml.Problem;
import io.felucca.registry.toml.Problems;
import io.felucca.registry.toml.TomlWriter;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code config default|dump|migrate|check|diff|explain}. */
final class ConfigCommand {
  private static final Path NOWHERE = Path.of("/");

  private final Flags flags;
  private final PrintStream out;
  private final PrintStream err;

  ConfigCommand(Flags flags, PrintStream out, PrintStream err) {
    this.flags = flags;
    this.out = out;
    this.err = err;
  }

  int run(List<String> args) {
    String command = args.isEmpty() ? "" : args.get(0);
    return switch (command) {
      case "default" -> print(Draft.builtIn(), false);
      case "dump", "migrate" -> dump(args.contains("--places"));
      case "check" -> check();
      case "diff" -> diff();
      case "explain" -> explain(args.size() > 1 ? args.get(1) : "");
      case "", "help", "-h", "--help" -> help();
      default -> unknown(command);
    };
  }

  private int help() {
    out.print(Help.config());
    out.flush();
    return 0;
  }

  private int unknown(String command) {
    err.println("feluccad: no command \"config " + command + "\"; see feluccad config --help");
    return 1;
  }

  private int dump(boolean places) {
    Draft draft = Draft.read(flags);
    draft.throwErrors();
    return print(draft, places);
  }

  private int print(Draft draft, boolean places) {
    var table = Dump.of(draft.table(), catalog(draft));
    out.print(
        places
            ? TomlWriter.write(table, item -> item.place().toString())
            : TomlWriter.write(table));
    out.flush();
    return 0;
  }

  private static Catalog catalog(Draft draft) {
    return JarCatalog.of(
        System.getProperty("java.class.path"), draft.config(0, NOWHERE).pluginDir());
  }

  /** Between what the daemon ran on last and what the files say now. */
  private int diff() {
    Draft now = Draft.read(flags);
    now.throwErrors();
    Catalog catalog = catalog(now);
    DaemonConfig after = now.config(0, NOWHERE);
    History history = new History(after.root());
    Version last = history.last();
    if (last == null) {
      err.println("feluccad: no daemon has run in " + after.root() + ": nothing to compare with");
      return 1;
    }
    DaemonConfig before = earlier(last, history, now).config(0, NOWHERE);
    Comparison comparison = new Comparison(before, after, catalog);
    comparison.keys().forEach(this::print);
    comparison.plugins().forEach(out::println);
    if (comparison.keys().isEmpty()) {
      out.println("nothing would change");
    }
    out.flush();
    return 0;
  }

  private void print(KeyChange key) {
    String change = orNothing(key.before()) + " -> " + orNothing(key.after());
    out.println(key.key() + ": " + change + "  # " + key.place());
  }

  private static String orNothing(String value) {
    return value.isEmpty() ? "nothing" : value;
  }

  private Draft earlier(Version version, History history, Draft now) {
    return Draft.earlier(version.text(), history.file(version.number()), now.sources(), flags);
  }

  private int explain(String prefix) {
    Draft draft = Draft.read(flags);
    draft.throwErrors();
    new Explanation(draft.config(0, NOWHERE), catalog(draft))
        .of(prefix)
        .forEach(
            value ->
                out.println(
                    value.key()
                        + " = "
                        + value.value()
                        + "  # "
                        + value.place()
                        + "; "
                        + value.effect()));
    out.flush();
    return 0;
  }

  private int check() {
    List<Problem> problems = new ArrayList<>();
    try {
      Draft draft = Draft.read(flags);
      problems.addAll(draft.problems());
      draft.throwErrors();
      new PluginCheck(catalog(draft), problems::add).run(draft.table());
    } catch (Problems e) {
      e.all().stream().filter(one -> !problems.contains(one)).forEach(problems::add);
    }
    problems.sort(Problem.IN_ORDER);
    problems.forEach(problem -> out.println(problem.line()));
    out.flush();
    return problems.stream().anyMatch(one -> one.weight() != Problem.Weight.NOTE) ? 1 : 0;
  }
}
