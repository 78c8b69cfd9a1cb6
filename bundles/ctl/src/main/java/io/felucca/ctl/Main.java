package io.felucca.ctl;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.PrintStream;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The program {@code felucca}.
 *
 * <p>Exit codes: 0 done; 1 the daemon refused, failed or did not answer; 2 the command line is
 * wrong.
 */
public final class Main {
  static final int REFUSED = 1;
  static final int WRONG_USAGE = 2;

  // held, because java.util.logging forgets levels of loggers that nobody holds
  private static final Logger LIBRARIES = Logger.getLogger("io.grpc");

  private final PrintStream out;
  private final PrintStream err;

  Main(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] args) {
    LIBRARIES.setLevel(Level.WARNING);
    System.exit(new Main(System.out, System.err).run(List.of(args)));
  }

  /** Runs a command line and returns the exit code. */
  int run(List<String> args) {
    try {
      int code = run(Arguments.parse(args));
      out.flush();
      return code;
    } catch (UsageException e) {
      err.println("felucca: " + e.getMessage());
      return WRONG_USAGE;
    } catch (NoDaemonException e) {
      err.println("felucca: " + e.getMessage());
      return REFUSED;
    } catch (StatusRuntimeException e) {
      err.println("felucca: " + describe(e.getStatus()));
      return REFUSED;
    }
  }

  private int run(Arguments line) {
    if (line.wantsHelp()) {
      out.print(Help.of(line.word(0)));
      return 0;
    }
    if (line.word(0).equals("config")) {
      return new ConfigCommand(line, out).run();
    }
    switch (line.word(0)) {
      case "plugins", "plugin" -> new PluginsCommand(line, out).run();
      case "version" -> new VersionCommand(line, out).run();
      case "publish" -> PublishCommand.run(line, System.in);
      case "help" -> out.print(Help.of(line.word(1)));
      case "" -> throw new UsageException("no command given\n\n" + Help.of(""));
      default -> throw new UsageException("no command \"" + line.word(0) + "\"; see felucca help");
    }
    return 0;
  }

  private static String describe(Status status) {
    String text = status.getDescription() == null ? "" : status.getDescription();
    if (status.getCode() == Status.Code.UNAVAILABLE && status.getCause() != null) {
      return "the daemon does not answer: " + status.getCause().getMessage();
    }
    return text.isEmpty() ? status.getCode().toString() : text;
  }
}
