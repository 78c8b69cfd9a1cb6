package io.felucca.diff.stream;

import java.nio.ByteBuffer;

/** Turns a blob's bytes into the plain stream. */
interface Decoder extends AutoCloseable {
  /**
   * Puts plain bytes into a direct buffer.
   *
   * @return false at the end of the stream, when nothing more will come
   */
  boolean decode(ByteBuffer into);

  /** Frees native memory. */
  @Override
  default void close() {}
}
