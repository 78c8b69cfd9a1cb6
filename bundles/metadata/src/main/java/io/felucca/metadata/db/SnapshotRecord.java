package io.felucca.metadata.db;

import java.time.Instant;
import java.util.Map;

/**
 * A snapshot of a namespace.
 *
 * @param key the client's key or name of it
 * @param backendKey its key in the snapshotter
 * @param parent the client's name of its parent; empty for none
 */
public record SnapshotRecord(
    String key,
    String backendKey,
    String parent,
    Map<String, String> labels,
    Instant createdAt,
    Instant updatedAt) {
  public SnapshotRecord {
    labels = Map.copyOf(labels);
  }

  /** The same with other labels from {@code at} on. */
  public SnapshotRecord relabelled(Map<String, String> others, Instant at) {
    return new SnapshotRecord(key, backendKey, parent, others, createdAt, at);
  }

  /** Snapshots: head, backend's key, parent. */
  static final class SnapshotCodec implements Codec<SnapshotRecord> {
    private static final int FORMAT = 1;

    @Override
    public String key(SnapshotRecord snapshot) {
      return snapshot.key();
    }

    @Override
    public byte[] encode(SnapshotRecord snapshot) {
      return Head.write(FORMAT, snapshot.createdAt(), snapshot.updatedAt(), snapshot.labels())
          .text(snapshot.backendKey())
          .text(snapshot.parent())
          .done();
    }

    @Override
    public SnapshotRecord decode(String key, byte[] bytes) {
      RecordReader reader = new RecordReader(bytes, FORMAT);
      Head head = Head.read(reader);
      return new SnapshotRecord(
          key, reader.text(), reader.text(), head.labels(), head.createdAt(), head.updatedAt());
    }
  }
}
