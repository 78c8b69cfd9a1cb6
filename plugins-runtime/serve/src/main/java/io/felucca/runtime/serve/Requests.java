package io.felucca.runtime.serve;

import io.felucca.api.Fault;
import io.felucca.api.task.Exit;
import java.util.List;
import java.util.function.Function;

/**
 * What scripts ask for.
 *
 * <pre>
 * listen NAMESPACE      listening
 * delete NAMESPACE ID   ended PID STATUS SECONDS NANOSECONDS
 * </pre>
 */
final class Requests implements Function<List<String>, String> {
  private static final int WORDS = 3;

  private final Sockets sockets;
  private final Remains remains;

  Requests(Sockets sockets, Remains remains) {
    this.sockets = sockets;
    this.remains = remains;
  }

  @Override
  public String apply(List<String> words) {
    if (words.size() == WORDS - 1 && words.get(0).equals("listen")) {
      sockets.listen(words.get(1));
      return "listening";
    }
    if (words.size() == WORDS && words.get(0).equals("delete")) {
      return text(remains.delete(new TaskKey(words.get(1), words.get(2))));
    }
    throw Fault.invalid("unknown request %s", String.join(" ", words));
  }

  private static String text(Exit exit) {
    return "ended %d %d %d %d"
        .formatted(exit.pid(), exit.status(), exit.at().getEpochSecond(), exit.at().getNano());
  }
}
