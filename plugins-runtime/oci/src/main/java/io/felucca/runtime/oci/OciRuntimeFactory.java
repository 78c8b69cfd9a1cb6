package io.felucca.runtime.oci;

import io.felucca.api.event.EventExchange;
import io.felucca.api.task.RuntimeFactory;
import io.felucca.api.task.TaskManager;
import io.felucca.runtime.oci.folder.TaskFolders;
import io.felucca.wire.runtime.Handlers;
import java.nio.file.Path;
import java.util.Set;

/**
 * Makes this runtime for a program other than the daemon. Where its clients' options name no folder
 * for the OCI runtime it is the one of runc's shim.
 */
public final class OciRuntimeFactory implements RuntimeFactory {
  private static final Path USUAL_ROOT = Path.of("/run/containerd/runc");

  @Override
  public TaskManager make(Path root, Path state, EventExchange events) {
    Settings settings =
        new Settings(
            new TaskFolders(state),
            root.resolve("programs"),
            Set.of(),
            Handlers.of("{}"),
            "runc",
            USUAL_ROOT,
            false,
            "auto");
    return new OciTaskManager(settings, events::publish, Successor.NONE);
  }
}
