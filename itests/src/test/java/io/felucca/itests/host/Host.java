package io.felucca.itests.host;

import io.felucca.itests.fixture.Command;
import io.felucca.itests.fixture.Daemon;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Our plugins in a process of their own: {@code felucca-host}. */
final class Host extends Program {
  private final List<String> more;

  /**
   * @param more further flags
   */
  Host(Path folder, String... more) throws IOException {
    super(folder);
    this.more = List.of(more);
  }

  Path root() {
    return folder.resolve("root");
  }

  Path plugins() {
    return root().resolve("felucca-plugins");
  }

  @Override
  List<String> command() {
    List<String> line = new ArrayList<>();
    line.add(Daemon.home().resolve("bin/felucca-host").toString());
    line.addAll(List.of("--address", address(), "--root", root().toString()));
    line.addAll(more);
    return line;
  }

  /** Runs our own command against it. */
  Command felucca(String... arguments) throws IOException, InterruptedException {
    List<String> line =
        new ArrayList<>(List.of(Daemon.home().resolve("bin/felucca").toString(), "-a", address()));
    line.addAll(List.of(arguments));
    return Command.run(folder, line.toArray(String[]::new));
  }
}
