package io.felucca.metadata.db;

import java.time.Instant;
import java.util.Map;

/**
 * A commit of a snapshot that was announced and has not been noted as done: whether it happened,
 * only the backend knows.
 *
 * @param snapshotter the snapshotter's ID
 * @param key the active snapshot's key, {@code backendKey} in the backend
 * @param name the committed snapshot's name, {@code backendName} in the backend
 * @param parent the name of the parent it has or gets; empty for none
 */
public record PendingCommit(
    String namespace,
    String snapshotter,
    String key,
    String backendKey,
    String name,
    String backendName,
    String parent,
    Map<String, String> labels) {
  public PendingCommit {
    labels = Map.copyOf(labels);
  }

  /** Whether it is a commit of this key or to this name. */
  public boolean concerns(String otherNamespace, String keyOrName) {
    return namespace.equals(otherNamespace) && (key.equals(keyOrName) || name.equals(keyOrName));
  }

  /** The snapshot that it makes. */
  public SnapshotRecord made(Instant at) {
    return new SnapshotRecord(name, backendName, parent, labels, at, at);
  }

  /** Pending commits, by the name in the backend, which is never used twice. */
  static final class PendingCodec implements Codec<PendingCommit> {
    private static final int FORMAT = 1;

    @Override
    public String key(PendingCommit commit) {
      return commit.backendName();
    }

    @Override
    public byte[] encode(PendingCommit commit) {
      return new RecordWriter(FORMAT)
          .text(commit.namespace)
          .text(commit.snapshotter)
          .text(commit.key)
          .text(commit.backendKey)
          .text(commit.name)
          .text(commit.parent)
          .texts(commit.labels)
          .done();
    }

    @Override
    public PendingCommit decode(String key, byte[] bytes) {
      RecordReader reader = new RecordReader(bytes, FORMAT);
      String namespace = reader.text();
      String snapshotter = reader.text();
      String active = reader.text();
      String backendKey = reader.text();
      return new PendingCommit(
          namespace,
          snapshotter,
          active,
          backendKey,
          reader.text(),
          key,
          reader.text(),
          reader.texts());
    }
  }
}
