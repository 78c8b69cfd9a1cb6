package io.felucca.shim.sandbox;

import io.felucca.api.Fault;
import io.felucca.shim.folder.TaskFolder;
import io.felucca.shim.launch.Daemon;
import io.felucca.shim.launch.Programs;
import io.felucca.shim.launch.ShimProgram;
import io.felucca.shim.launch.ShimSettings;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Shims' programs, with what each of their runs is told. */
final class SandboxPrograms {
  private final Programs programs;
  private final Daemon daemon;
  private final Supplier<ShimSettings> shims;

  SandboxPrograms(SandboxSettings settings, Supplier<ShimSettings> shims) {
    this.programs = new Programs(settings.path(), settings.daemon().binary());
    this.daemon = settings.daemon();
    this.shims = shims;
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
            .orElseThrow(() -> Fault.notFound("shim-binary-path of sandbox %s", folder.id()));
    return program(programs.findAgain(recorded));
  }

  private ShimProgram program(Path path) {
    return new ShimProgram(path, daemon, shims.get());
  }
}
