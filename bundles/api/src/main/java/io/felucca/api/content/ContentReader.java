package io.felucca.api.content;

import java.nio.ByteBuffer;

/** Bytes of one blob, at any offset; one reader may be used by one thread at a time. */
public interface ContentReader extends AutoCloseable {
  /** The blob's size in bytes. */
  long size();

  /**
   * Fills {@code into} from {@code offset} as far as bytes are there; returns how many came, or -1
   * at or past the end.
   */
  int read(ByteBuffer into, long offset);

  @Override
  void close();
}
