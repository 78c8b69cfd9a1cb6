package io.felucca.reaper;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of an OCI runtime (runc(8), crun(1)) that makes a process and leaves it. */
final class RuntimeCommand {
  /** Replaced by the reaper, which alone knows where its console socket is. */
  private static final String CONSOLE = "@console";

  private final Launch launch;

  RuntimeCommand(Launch launch) {
    this.launch = launch;
  }

  List<String> arguments() {
    List<String> line = new ArrayList<>(launch.command());
    line.set(0, program().toString());
    line.add(launch.subcommand());
    if (launch.kind() != Launch.Kind.CREATE) {
      line.add("--detach");
    }
    line.addAll(List.of("--pid-file", new Folder(launch.folder()).pidFile().toString()));
    addSource(line);
    if (launch.io().terminal()) {
      line.addAll(List.of("--console-socket", CONSOLE));
    }
    line.addAll(launch.options());
    line.add(launch.id());
    return line;
  }

  private void addSource(List<String> line) {
    if (launch.kind() == Launch.Kind.EXEC) {
      line.addAll(List.of("--process", launch.process().toString()));
    } else {
      line.addAll(List.of("--bundle", launch.bundle().toString()));
    }
  }

  /** A name without slash is looked for as execvp(3) does. */
  Path program() {
    String name = launch.command().get(0);
    if (name.contains("/")) {
      return Path.of(name).toAbsolutePath();
    }
    return Programs.find(name, launch.environment().get("PATH"))
        .orElseThrow(() -> new LaunchFailed(missing(name), LaunchFailed.NOT_RUN, ""));
  }

  private static String missing(String name) {
    return "exec: \"" + name + "\": executable file not found in $PATH";
  }
}
