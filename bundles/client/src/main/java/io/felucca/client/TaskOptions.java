package io.felucca.client;

import io.felucca.api.Mount;
import io.felucca.api.TypedValue;
import java.util.List;

/**
 * How a task is made from its container. A value: each method answers a new one.
 *
 * <pre>{@code
 * Task restored = container.newTask(Stdio.inherit(), TaskOptions.usual().checkpoint(image));
 * }</pre>
 *
 * @param checkpoint the image of a checkpoint to restore from; null for none
 * @param runtimeOptions for the runtime instead of the container's own; null for those
 * @param rootfs mounts on top of the container's snapshot, or instead of one
 * @param runtimePath a shim's path that overrides the runtime's name; empty for none. containerd
 *     knows it from 1.7 on
 */
public record TaskOptions(
    Image checkpoint, TypedValue runtimeOptions, List<Mount> rootfs, String runtimePath) {
  public TaskOptions {
    rootfs = List.copyOf(rootfs);
  }

  /** A new task of what the container says. */
  public static TaskOptions usual() {
    return new TaskOptions(null, null, List.of(), "");
  }

  public TaskOptions checkpoint(Image image) {
    return new TaskOptions(image, runtimeOptions, rootfs, runtimePath);
  }

  public TaskOptions runtimeOptions(TypedValue options) {
    return new TaskOptions(checkpoint, options, rootfs, runtimePath);
  }

  public TaskOptions rootfs(List<Mount> mounts) {
    return new TaskOptions(checkpoint, runtimeOptions, mounts, runtimePath);
  }

  public TaskOptions runtimePath(String path) {
    return new TaskOptions(checkpoint, runtimeOptions, rootfs, path);
  }
}
