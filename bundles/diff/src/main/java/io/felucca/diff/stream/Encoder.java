package io.felucca.diff.stream;

import java.nio.ByteBuffer;

/** Compresses a stream. */
@FunctionalInterface
interface Encoder extends AutoCloseable {
  /** Takes all remaining bytes of a direct buffer. */
  void encode(ByteBuffer bytes);

  /** Ends the stream. */
  default void finish() {}

  /** Frees native memory. */
  @Override
  default void close() {}
}
