package io.felucca.reaper;

import io.felucca.api.Fault;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** The command line of conmon(8) for a launch. */
final class ConmonCommand {
  private static final Set<String> CREATE_OPTIONS = Set.of("--no-pivot", "--no-new-keyring");
  private static final String IMAGE = "--image-path";

  private final String program;
  private final Launch launch;
  private final ConmonFolder folder;
  private final List<String> line = new ArrayList<>();

  ConmonCommand(String program, Launch launch, ConmonFolder folder) {
    this.program = program;
    this.launch = launch;
    this.folder = folder;
  }

  List<String> arguments() {
    add(program, "--api-version", "1", "--cid", launch.id());
    add("--cuuid", launch.id(), "--name", launch.id());
    add("--bundle", folder.bundle().toString());
    add("--container-pidfile", folder.pidFile().toString());
    add("--conmon-pidfile", folder.ownPidFile().toString());
    add("--exit-dir", folder.exits().toString());
    addStreams();
    addRuntime();
    addSubcommand();
    return line;
  }

  private void add(String... words) {
    line.addAll(List.of(words));
  }

  private void addStreams() {
    if (launch.io().terminal()) {
      add("--terminal", "--full-attach", "--log-path", "none");
    } else {
      add("--log-path", "passthrough");
    }
  }

  private void addRuntime() {
    add("--runtime", new RuntimeCommand(launch).program().toString());
    for (String option : launch.command().subList(1, launch.command().size())) {
      add("--runtime-arg=" + option);
    }
  }

  private void addSubcommand() {
    switch (launch.kind()) {
      case CREATE -> addCreate();
      case RESTORE -> addRestore();
      case EXEC -> {
        add("--exec", "--exec-process-spec", launch.process().toString());
        if (launch.io().terminal()) {
          add("--exec-attach");
        }
        addOptions(launch.options());
      }
    }
  }

  private void addCreate() {
    for (String option : launch.options()) {
      if (!CREATE_OPTIONS.contains(option)) {
        throw Fault.unimplemented("option %s of create cannot be passed by conmon", option);
      }
      add(option);
    }
  }

  /** The image has an option of conmon's own; what goes with it is passed on. */
  private void addRestore() {
    List<String> rest = new ArrayList<>();
    for (Iterator<String> options = launch.options().iterator(); options.hasNext(); ) {
      String option = options.next();
      if (option.equals(IMAGE)) {
        add("--restore", options.next());
      } else {
        rest.add(option);
      }
    }
    addOptions(rest);
  }

  private void addOptions(List<String> options) {
    options.forEach(option -> add("--runtime-opt=" + option));
  }
}
