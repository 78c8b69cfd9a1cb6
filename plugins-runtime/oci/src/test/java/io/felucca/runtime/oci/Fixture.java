package io.felucca.runtime.oci;

import io.felucca.api.event.Publisher;
import io.felucca.runtime.oci.folder.TaskFolders;
import io.felucca.wire.runtime.Handlers;
import java.nio.file.Path;
import java.util.Set;

/** Settings for tests. */
final class Fixture {
  static final String RUNTIME = "io.containerd.runc.v2";

  private Fixture() {}

  static Settings settings(Path root, Path state, String binary, String supervisor) {
    return new Settings(
        new TaskFolders(state.resolve("tasks")),
        root.resolve("programs"),
        Set.of(RUNTIME),
        Handlers.of("{}"),
        binary,
        state.resolve("runc"),
        false,
        supervisor);
  }

  static OciTaskManager manager(Path root, Path state, Publisher events) {
    return new OciTaskManager(settings(root, state, "runc", "auto"), events, Successor.NONE);
  }
}
