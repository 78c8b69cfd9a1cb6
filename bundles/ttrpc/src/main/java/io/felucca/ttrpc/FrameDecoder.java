package io.felucca.ttrpc;

import java.nio.ByteBuffer;

/**
 * Cuts a byte stream into frames; holds only what is left of a frame that has not arrived whole.
 */
final class FrameDecoder {
  /** Where frames go, in the order they came. */
  interface Sink {
    void frame(Frame frame);

    /** A frame over the limit, whose bytes are skipped; the connection stays usable. */
    void oversized(int streamId, long length);
  }

  private static final byte[] EMPTY = {};

  private final Sink sink;
  private final ByteBuffer header = ByteBuffer.allocate(Frame.HEADER);
  private byte[] body;
  private int filled;
  private long toSkip;

  FrameDecoder(Sink sink) {
    this.sink = sink;
  }

  /** Takes all remaining bytes. */
  void feed(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      if (toSkip > 0) {
        skip(bytes);
      } else if (body == null) {
        readHeader(bytes);
      } else {
        readBody(bytes);
      }
    }
  }

  private void skip(ByteBuffer bytes) {
    int count = (int) Math.min(toSkip, bytes.remaining());
    bytes.position(bytes.position() + count);
    toSkip -= count;
  }

  private void readHeader(ByteBuffer bytes) {
    while (header.hasRemaining() && bytes.hasRemaining()) {
      header.put(bytes.get());
    }
    if (!header.hasRemaining()) {
      begin(Integer.toUnsignedLong(header.getInt(0)));
    }
  }

  private void begin(long length) {
    if (length > Frame.MAX_DATA) {
      toSkip = length;
      header.clear();
      sink.oversized(header.getInt(4), length);
      return;
    }
    body = length == 0 ? EMPTY : new byte[(int) length];
    filled = 0;
    if (length == 0) {
      emit();
    }
  }

  private void readBody(ByteBuffer bytes) {
    int count = Math.min(body.length - filled, bytes.remaining());
    bytes.get(body, filled, count);
    filled += count;
    if (filled == body.length) {
      emit();
    }
  }

  private void emit() {
    Frame frame = new Frame(header.getInt(4), header.get(8), header.get(9), body);
    header.clear();
    body = null;
    sink.frame(frame);
  }
}
