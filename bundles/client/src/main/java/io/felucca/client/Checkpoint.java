package io.felucca.client;

/**
 * What a checkpoint of a container holds. A value: each method answers a new one. The image that it
 * is written to is the one that {@code ctr containers checkpoint} writes and {@code ctr containers
 * restore} reads.
 *
 * <pre>{@code
 * Image image = container.checkpoint("demo/checkpoint:1", Checkpoint.ofTask().withFiles());
 * Container copy = workspace.containers().restore("copy", image);
 * Task task = copy.newTask(Stdio.inherit(), TaskOptions.usual().checkpoint(image));
 * }</pre>
 *
 * @param task whether the memory of the processes is in it
 * @param files whether what the container has written is in it
 * @param image whether the image is in it too, not only its name
 * @param exit whether the task ends with it
 * @param openTcp whether established TCP connections are taken along
 * @param unixSockets whether connections to sockets outside of the container are allowed
 * @param terminal whether the container may have a terminal
 */
public record Checkpoint(
    boolean task,
    boolean files,
    boolean image,
    boolean exit,
    boolean openTcp,
    boolean unixSockets,
    boolean terminal) {
  /** The processes; the runtime needs criu for that. */
  public static Checkpoint ofTask() {
    return new Checkpoint(true, false, false, false, false, false, false);
  }

  /** What the container has written, without the processes. */
  public static Checkpoint ofFiles() {
    return new Checkpoint(false, true, false, false, false, false, false);
  }

  public Checkpoint withFiles() {
    return new Checkpoint(task, true, image, exit, openTcp, unixSockets, terminal);
  }

  public Checkpoint withImage() {
    return new Checkpoint(task, files, true, exit, openTcp, unixSockets, terminal);
  }

  public Checkpoint andExit() {
    return new Checkpoint(task, files, image, true, openTcp, unixSockets, terminal);
  }

  public Checkpoint withOpenTcp() {
    return new Checkpoint(task, files, image, exit, true, unixSockets, terminal);
  }

  public Checkpoint withUnixSockets() {
    return new Checkpoint(task, files, image, exit, openTcp, true, terminal);
  }

  public Checkpoint withTerminal() {
    return new Checkpoint(task, files, image, exit, openTcp, unixSockets, true);
  }
}
