package io.felucca.api.content;

import io.felucca.api.Digest;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * One ingest, locked by this writer until it is closed. Closing without a commit leaves the ingest
 * resumable.
 *
 * <p>Used by one thread at a time.
 */
public interface ContentWriter extends AutoCloseable {
  /** How far it has come. */
  IngestStatus status();

  /** The digest of the bytes that are there now. */
  Digest digest();

  /** Appends all remaining bytes of {@code bytes} at the current offset. */
  void write(ByteBuffer bytes);

  /**
   * Drops the bytes behind {@code size}; OUT_OF_RANGE where there are fewer. Only 0 is sure to be
   * cheap.
   */
  void truncate(long size);

  /**
   * Makes the bytes a blob, durably, and ends the ingest.
   *
   * @param size the size it must have; 0 or less for any
   * @param expected the digest it must have; null for any
   * @param labels of the new blob
   * @throws io.felucca.api.Fault FAILED_PRECONDITION where size or digest differ (the ingest
   *     stays), ALREADY_EXISTS where the blob is there (the ingest goes)
   */
  void commit(long size, Digest expected, Map<String, String> labels);

  @Override
  void close();
}
