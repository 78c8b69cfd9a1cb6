package io.felucca.api.task;

import io.felucca.api.Mount;
import io.felucca.api.TypedValue;
import java.util.List;

/**
 * What a runtime needs in order to create a task.
 *
 * @param id the container's ID, which is the task's
 * @param runtime the runtime's name, such as {@code io.containerd.runc.v2}, or an absolute path of
 *     a shim
 * @param spec the runtime specification: its bytes are the JSON of {@code config.json}
 * @param rootfs what makes up the root file system
 * @param io where its first process reads and writes
 * @param options for the runtime; null for none
 * @param checkpoint a folder with a checkpoint to restore from; empty for none
 * @param sandbox the sandbox it belongs to; may be empty
 */
public record TaskSpec(
    String id,
    String runtime,
    TypedValue spec,
    List<Mount> rootfs,
    TaskIo io,
    TypedValue options,
    String checkpoint,
    String sandbox) {
  public TaskSpec {
    rootfs = List.copyOf(rootfs);
  }
}
