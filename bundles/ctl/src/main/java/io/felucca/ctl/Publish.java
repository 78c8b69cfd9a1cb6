package io.felucca.ctl;

import java.util.ArrayList;
import java.util.List;

/** The daemon program's {@code publish}, which finds this class by its name. */
public final class Publish {
  private Publish() {}

  /**
   * Publishes the event on standard input.
   *
   * @param address the daemon's socket
   * @param args {@code --topic} and {@code --namespace}
   * @return the exit code
   */
  public static int run(String address, String[] args) {
    List<String> line = new ArrayList<>(List.of("publish", "--address", address));
    line.addAll(List.of(args));
    return new Main(System.out, System.err).run(line);
  }
}
