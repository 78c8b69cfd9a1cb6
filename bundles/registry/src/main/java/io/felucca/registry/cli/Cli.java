package io.felucca.registry.cli;

import io.felucca.registry.config.Flags;
import io.felucca.registry.toml.Problems;
import java.io.PrintStream;
import java.util.List;

/** What the daemon's program does without being the daemon: it needs no framework. */
public final class Cli {
  /** The command line means the daemon. */
  static final int DAEMON = -1;

  private final PrintStream out;
  private final PrintStream err;

  Cli(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Runs a sub-command and returns its exit code, or -1 where the daemon is to be run. */
  public static int run(String[] args) {
    return new Cli(System.out, System.err).run(List.of(args));
  }

  int run(List<String> args) {
    try {
      return run(Flags.parse(args));
    } catch (IllegalArgumentException e) {
      err.println("Incorrect Usage. " + e.getMessage() + "\n\n" + Help.daemon());
      return 1;
    } catch (Problems e) {
      err.println("feluccad: " + e.getMessage());
      return 1;
    }
  }

  private int run(Flags flags) {
    if (flags.help()) {
      return print(Help.daemon());
    }
    if (flags.version()) {
      return print(Version.line() + "\n");
    }
    return flags.rest().isEmpty() ? DAEMON : command(flags, flags.rest().get(0));
  }

  private int command(Flags flags, String name) {
    List<String> args = flags.rest().subList(1, flags.rest().size());
    return switch (name) {
      case "config" -> new ConfigCommand(flags, out, err).run(args);
      case "publish" -> Publish.run(flags, args, out, err);
      case "oci-hook" -> OciHook.run(args, out, err);
      case "help", "h" -> print(Help.daemon());
      default -> unknown(name);
    };
  }

  private int unknown(String name) {
    err.println("feluccad: no command \"" + name + "\"; see feluccad --help");
    return 1;
  }

  private int print(String text) {
    out.print(text);
    out.flush();
    return 0;
  }
}
