package io.felucca.shim.runtime;

import io.felucca.api.Fault;
import io.felucca.api.TypedValue;
import io.felucca.shim.folder.TaskFolder;
import io.felucca.shim.launch.Daemon;
import io.felucca.shim.launch.Obstacles;
import io.felucca.shim.launch.Programs;
import io.felucca.shim.launch.ShimProgram;
import io.felucca.shim.launch.ShimSettings;
import io.felucca.wire.runtime.Handlers;
import io.felucca.wire.runtime.RuntimeNames;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Shims' programs, with what each of their runs is told. */
final class ShimPrograms {
  private static final Logger LOG = System.getLogger("io.felucca.shim");

  private final Programs programs;
  private final Handlers handlers;
  private final Daemon daemon;
  private final Supplier<ShimSettings> settings;

  ShimPrograms(
      Programs programs, Handlers handlers, Daemon daemon, Supplier<ShimSettings> settings) {
    this.programs = programs;
    this.handlers = handlers;
    this.daemon = daemon;
    this.settings = settings;
  }

  /** The program of a runtime's name or path, or of a handler. */
  ShimProgram of(String runtime) {
    return program(programs.find(handlers.program(runtime)));
  }

  /**
   * Options for it.
   *
   * @param given the client's; null for none
   */
  TypedValue options(String runtime, TypedValue given) {
    return handlers.options(runtime, given);
  }

  boolean accept(String runtime) {
    return handlers.has(runtime) || RuntimeNames.isWellFormed(runtime);
  }

  /** The handlers, and why some of them cannot be used just now. */
  Map<String, String> facts() {
    Map<String, String> facts = new HashMap<>();
    if (!handlers.names().isEmpty()) {
      facts.put("handlers", String.join(",", handlers.names()));
    }
    String unusable =
        obstacles().entrySet().stream()
            .map(entry -> entry.getKey() + ": " + entry.getValue())
            .collect(Collectors.joining("; "));
    if (!unusable.isEmpty()) {
      facts.put("unusable-handlers", unusable);
    }
    return facts;
  }

  /** Refuses handlers with a mistake, and tells of those whose programs are not there. */
  void check() {
    handlers.check();
    obstacles()
        .forEach((name, why) -> LOG.log(Level.WARNING, "runtime handler " + name + ": " + why));
  }

  private Map<String, String> obstacles() {
    return Obstacles.of(handlers, programs);
  }

  /** The program that a bundle was started with, or what has taken its place. */
  ShimProgram of(TaskFolder folder) {
    String recorded =
        folder
            .binary()
            .orElseThrow(() -> Fault.notFound("shim-binary-path of task %s", folder.id()));
    return program(programs.findAgain(recorded));
  }

  private ShimProgram program(Path path) {
    return new ShimProgram(path, daemon, settings.get());
  }
}
