package io.felucca.diff.tar;

import io.felucca.api.Fault;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/** The archive's bytes, as they come in buffers of any size. */
final class TarInput {
  private final Supplier<ByteBuffer> buffers;
  private ByteBuffer current = ByteBuffer.allocate(0);
  private long consumed;

  /**
   * @param buffers gives one after the other, null at the end
   */
  TarInput(Supplier<ByteBuffer> buffers) {
    this.buffers = buffers;
  }

  /** How many bytes have been taken. */
  long consumed() {
    return consumed;
  }

  /** Fills {@code into}; false where the end comes first and nothing has been read. */
  boolean read(byte[] into) {
    for (int at = 0; at < into.length; ) {
      if (!available()) {
        if (at == 0) {
          return false;
        }
        throw truncated();
      }
      int count = Math.min(into.length - at, current.remaining());
      current.get(into, at, count);
      at += count;
      consumed += count;
    }
    return true;
  }

  /**
   * The next bytes, at least one and at most so many, as a view that is good until the next call.
   */
  ByteBuffer chunk(long atMost) {
    if (!available()) {
      throw truncated();
    }
    int count = (int) Math.min(atMost, current.remaining());
    ByteBuffer view = current.duplicate().limit(current.position() + count);
    current.position(current.position() + count);
    consumed += count;
    return view;
  }

  void skip(long count) {
    for (long left = count; left > 0; ) {
      left -= chunk(left).remaining();
    }
  }

  private boolean available() {
    while (current != null && !current.hasRemaining()) {
      current = buffers.get();
    }
    return current != null;
  }

  private Fault truncated() {
    return Fault.invalid("unexpected end of tar archive after %d bytes", consumed);
  }
}
