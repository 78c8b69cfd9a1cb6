package io.felucca.itests.hotswap;

import io.felucca.itests.fixture.BusyboxImage;
import io.felucca.itests.fixture.Command;
import io.felucca.itests.fixture.Daemon;
import io.felucca.itests.fixture.Runtime;
import io.grpc.Status;
import java.io.IOException;
import java.util.List;

/**
 * The unmodified {@code ctr} as a client: what people type, over and over.
 *
 * @param runtime that runs its containers
 */
record Ctr(Daemon daemon, Runtime runtime) {
  /** How the names of its calls begin. */
  static final String CALL = "ctr ";

  private static final int REST_MS = 100;
  private static final int ATTEMPTS = 50;

  /** A container that ends at once and leaves nothing. */
  void run(Round round) {
    try {
      String choice = runtime.choice();
      ctr(round, "run", "--rm", "--runtime", choice, BusyboxImage.NAME, round.name(), "true");
    } catch (RuntimeException noted) {
      clear(round.name());
      throw noted;
    }
    Streams.rest(REST_MS);
  }

  void read(Round round) {
    for (String what : List.of("images", "content", "snapshots", "tasks", "containers")) {
      ctr(round, what, "ls");
      Streams.rest(REST_MS);
    }
  }

  private void ctr(Round round, String... arguments) {
    round.run(CALL + arguments[0], () -> check(ctr(arguments)));
  }

  private Command ctr(String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "-n";
    all[1] = Traffic.NAMESPACE;
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    try {
      return daemon.ctr(all);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void check(Command command) {
    if (command.code() != 0) {
      throw status(command.err()).withDescription(command.toString()).asRuntimeException();
    }
  }

  /** The kind of failure is known by ctr's words only. */
  private static Status status(String words) {
    if (words.toLowerCase().contains("unavailable")) {
      return Status.UNAVAILABLE;
    }
    boolean isAbsent = words.contains("not found") || words.contains("is disabled");
    return isAbsent ? Status.NOT_FOUND : Status.UNKNOWN;
  }

  /** What a run leaves that failed in the middle; each needs what may be away just now. */
  private void clear(String name) {
    remove("tasks", "rm", "-f", name);
    remove("containers", "rm", name);
    remove("snapshots", "rm", name);
  }

  private void remove(String... arguments) {
    for (int i = 0; i < ATTEMPTS; i++) {
      Command command = ctr(arguments);
      if (command.code() == 0 || status(command.err()) == Status.NOT_FOUND) {
        return;
      }
      Streams.rest(REST_MS);
    }
  }
}
