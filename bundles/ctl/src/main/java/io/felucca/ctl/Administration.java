package io.felucca.ctl;

import io.felucca.wire.plugins.ChangeResponse;
import io.felucca.wire.plugins.PluginsGrpc;
import io.felucca.wire.plugins.PluginsGrpc.PluginsBlockingStub;
import java.io.PrintStream;
import java.util.function.Function;

/** The daemon that a command line means, and what it answers. */
final class Administration {
  private final Arguments line;
  private final PrintStream out;

  Administration(Arguments line, PrintStream out) {
    this.line = line;
    this.out = out;
  }

  /** Asks one question on a connection of its own. */
  <R> R ask(Function<PluginsBlockingStub, R> question) {
    try (Connection connection = Connection.open(line)) {
      return question.apply(PluginsGrpc.newBlockingStub(connection.channel()));
    }
  }

  /** Makes a change, and prints what came of it. */
  void change(Function<PluginsBlockingStub, ChangeResponse> change) {
    ChangeResponse response = ask(change);
    if (response.getChangesCount() == 0) {
      out.println("nothing changed");
    }
    response.getChangesList().forEach(out::println);
  }
}
