package io.felucca.shim.runtime;

import io.felucca.api.Fault;
import io.felucca.shim.folder.TaskFolder;
import io.felucca.shim.launch.Daemon;
import io.felucca.shim.launch.Programs;
import io.felucca.shim.launch.ShimProgram;
import io.felucca.shim.launch.ShimSettings;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Shims' programs, with what each of their runs is told. */
final class ShimPrograms {
  private final Programs programs;
  private final Daemon daemon;
  private final Supplier<ShimSettings> settings;

  ShimPrograms(Programs programs, Daemon daemon, Supplier<ShimSettings> settings) {
    this.programs = programs;
    this.daemon = daemon;
    this.settings = settings;
  }

  /** The program of a runtime's name or path. */
  ShimProgram of(String runtime) {
    return program(programs.find(runtime));
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
