package io.felucca.registry.cli;

import io.felucca.registry.config.Catalog;
import io.felucca.registry.config.Draft;
import io.felucca.registry.config.Dump;
import io.felucca.registry.config.Flags;
import io.felucca.registry.config.PluginCheck;
import io.felucca.registry.toml.Problem;
import io.felucca.registry.toml.Problems;
import io.felucca.registry.toml.TomlWriter;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code config default|dump|migrate|check}. */
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
    problems.forEach(problem -> out.println(word(problem) + problem));
    out.flush();
    return problems.stream().anyMatch(one -> one.weight() != Problem.Weight.NOTE) ? 1 : 0;
  }

  private static String word(Problem problem) {
    return switch (problem.weight()) {
      case NOTE -> "note: ";
      case UNKNOWN -> "unknown: ";
      case ERROR -> "error: ";
    };
  }
}
