package io.felucca.shim.runtime;

import io.felucca.shim.folder.TaskFolders;
import io.felucca.shim.launch.Daemon;
import io.felucca.wire.runtime.Handlers;
import java.nio.file.Path;

/** What tests on the real shim share. */
final class ShimFixture {
  /** Another build of runc's shim can be put to the test: a path whose file has the usual name. */
  static final String RUNTIME = System.getProperty("felucca.test.shim", "io.containerd.runc.v2");

  static final Path SHIM =
      RUNTIME.startsWith("/") ? Path.of(RUNTIME) : Path.of("/usr/bin/containerd-shim-runc-v2");

  private ShimFixture() {}

  /** Settings of a daemon of its own: shims make their sockets' names from its address. */
  static Settings settings(Path root, Path state, String ttrpcAddress) {
    return new Settings(
        new TaskFolders(state.resolve("tasks"), root.resolve("tasks")),
        state,
        new Daemon(state + "/felucca.sock", ttrpcAddress, "/bin/true"),
        System.getenv("PATH"),
        Handlers.of("{}"),
        Timeouts.USUAL);
  }
}
