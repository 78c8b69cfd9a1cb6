package io.felucca.diff.stream;

import java.nio.ByteBuffer;

/** A window on compressed bytes that decoders read from. */
final class Input {
  private final LayerSource source;
  private final ByteBuffer window;

  /**
   * @param room a direct buffer to read into
   */
  Input(LayerSource source, ByteBuffer room) {
    this.source = source;
    this.window = room.clear().limit(0);
  }

  /** The bytes that are there; consumers move its position. */
  ByteBuffer window() {
    return window;
  }

  /** Whether bytes are there, or could be read. */
  boolean available() {
    return window.hasRemaining() || refill();
  }

  private boolean refill() {
    int count = source.read(window.clear());
    window.flip();
    return count > 0;
  }

  /** The first bytes, fewer where the source is that short; nothing is consumed. */
  byte[] peek(int count) {
    while (window.remaining() < count) {
      window.compact();
      int more = source.read(window);
      window.flip();
      if (more <= 0) {
        break;
      }
    }
    byte[] first = new byte[Math.min(count, window.remaining())];
    window.duplicate().get(first);
    return first;
  }

  /** Where in the blob the next byte lies. */
  long offset() {
    return source.offset() - window.remaining();
  }
}
