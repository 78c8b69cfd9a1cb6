package io.felucca.api.event;

import io.felucca.api.Digest;
import io.felucca.api.TypedValue;
import java.util.Map;

/**
 * What the daemon itself publishes; each record's topic is in its comment. Task events come from
 * runtimes and are here for those in the daemon.
 */
public final class Events {
  private Events() {}

  /** {@code /namespaces/create}. */
  public record NamespaceCreate(String name, Map<String, String> labels) implements RecordPayload {}

  /** {@code /namespaces/update}. */
  public record NamespaceUpdate(String name, Map<String, String> labels) implements RecordPayload {}

  /** {@code /namespaces/delete}. */
  public record NamespaceDelete(String name) implements RecordPayload {}

  /** {@code /images/create}. */
  public record ImageCreate(String name, Map<String, String> labels) implements RecordPayload {}

  /** {@code /images/update}. */
  public record ImageUpdate(String name, Map<String, String> labels) implements RecordPayload {}

  /** {@code /images/delete}. */
  public record ImageDelete(String name) implements RecordPayload {}

  /** {@code /containers/create}. */
  public record ContainerCreate(String id, String image, String runtime, TypedValue runtimeOptions)
      implements RecordPayload {}

  /** {@code /containers/update}. */
  public record ContainerUpdate(
      String id, String image, Map<String, String> labels, String snapshotKey)
      implements RecordPayload {}

  /** {@code /containers/delete}. */
  public record ContainerDelete(String id) implements RecordPayload {}

  /** {@code /content/create}. */
  public record ContentCreate(Digest digest, long size, String mediaType)
      implements DigestPayload {}

  /** {@code /content/delete}. */
  public record ContentDelete(Digest digest) implements DigestPayload {}

  /** {@code /snapshot/prepare}. */
  public record SnapshotPrepare(String key, String parent, String snapshotter)
      implements RecordPayload {}

  /** {@code /snapshot/commit}. */
  public record SnapshotCommit(String key, String name, String snapshotter)
      implements RecordPayload {}

  /** {@code /snapshot/remove}. */
  public record SnapshotRemove(String key, String snapshotter) implements RecordPayload {}

  /** {@code /tasks/create}. */
  public record TaskCreate(
      String containerId,
      String bundle,
      java.util.List<io.felucca.api.Mount> rootfs,
      Io io,
      String checkpoint,
      int pid)
      implements RecordPayload {
    /** Where the task's streams go. */
    public record Io(String stdin, String stdout, String stderr, boolean terminal) {}
  }

  /** {@code /tasks/start}. */
  public record TaskStart(String containerId, int pid) implements RecordPayload {}

  /**
   * {@code /tasks/delete}; {@code id} is the exec's ID, or the container's for its first process.
   */
  public record TaskDelete(
      String containerId, int pid, int exitStatus, java.time.Instant exitedAt, String id)
      implements RecordPayload {}

  /** {@code /tasks/exit}. */
  public record TaskExit(
      String containerId, String id, int pid, int exitStatus, java.time.Instant exitedAt)
      implements RecordPayload {}

  /** {@code /tasks/oom}. */
  public record TaskOom(String containerId) implements RecordPayload {}

  /** {@code /tasks/exec-added}. */
  public record TaskExecAdded(String containerId, String execId) implements RecordPayload {}

  /** {@code /tasks/exec-started}. */
  public record TaskExecStarted(String containerId, String execId, int pid)
      implements RecordPayload {}

  /** {@code /tasks/paused}. */
  public record TaskPaused(String containerId) implements RecordPayload {}

  /** {@code /tasks/resumed}. */
  public record TaskResumed(String containerId) implements RecordPayload {}

  /** {@code /tasks/checkpointed}. */
  public record TaskCheckpointed(String containerId, String checkpoint) implements RecordPayload {}

  /** {@code /sandboxes/create}. */
  public record SandboxCreate(String sandboxId) implements RecordPayload {}

  /** {@code /sandboxes/start}. */
  public record SandboxStart(String sandboxId) implements RecordPayload {}

  /** {@code /sandboxes/exit}. */
  public record SandboxExit(String sandboxId, int exitStatus, java.time.Instant exitedAt)
      implements RecordPayload {}

  /** {@code /plugins/state}: a plugin went from one state to another, or was replaced. */
  public record PluginChange(String type, String id, String state, String reason)
      implements RecordPayload {}
}
