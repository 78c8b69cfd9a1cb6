package io.felucca.api.task;

import io.felucca.api.Descriptor;
import io.felucca.api.Mount;
import io.felucca.api.TypedValue;
import java.util.List;

/**
 * A client's request for a task of an existing container.
 *
 * @param containerId the container
 * @param rootfs what makes up its root file system
 * @param io where its first process reads and writes
 * @param checkpoint content to restore from; null for none
 * @param options for the runtime; null for the container's own
 * @param runtimePath a shim's path that overrides the runtime's name; may be empty
 */
public record CreateTask(
    String containerId,
    List<Mount> rootfs,
    TaskIo io,
    Descriptor checkpoint,
    TypedValue options,
    String runtimePath) {
  public CreateTask {
    rootfs = List.copyOf(rootfs);
  }
}
