package io.felucca.metadata.db;

import io.felucca.api.Digest;
import java.time.Instant;

/**
 * An ingest of a namespace.
 *
 * @param ref the client's name of it
 * @param backendRef its name in the content store
 * @param expireAt when it may be collected; null where a lease holds it
 * @param shared the digest of another namespace's blob that it stands for; null for an ordinary one
 * @param lease under which its bytes were written; empty for none
 */
public record Ingest(String ref, String backendRef, Instant expireAt, Digest shared, String lease) {
  /** Whether it is this ingest at another time, and not a later one of the same ref. */
  public boolean isSame(Ingest other) {
    return backendRef.equals(other.backendRef);
  }

  /** Ingests: no head, they have neither labels nor times of their own. */
  static final class IngestCodec implements Codec<Ingest> {
    private static final int FORMAT = 1;

    @Override
    public String key(Ingest ingest) {
      return ingest.ref();
    }

    @Override
    public byte[] encode(Ingest ingest) {
      return new RecordWriter(FORMAT)
          .text(ingest.backendRef())
          .time(ingest.expireAt() == null ? Instant.EPOCH : ingest.expireAt())
          .text(ingest.shared() == null ? "" : ingest.shared().toString())
          .text(ingest.lease())
          .done();
    }

    @Override
    public Ingest decode(String key, byte[] bytes) {
      RecordReader reader = new RecordReader(bytes, FORMAT);
      String backendRef = reader.text();
      Instant expireAt = reader.time();
      String shared = reader.text();
      return new Ingest(
          key,
          backendRef,
          expireAt.equals(Instant.EPOCH) ? null : expireAt,
          shared.isEmpty() ? null : Digest.parse(shared),
          reader.isAtEnd() ? "" : reader.text());
    }
  }
}
