package io.felucca.ttrpc;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * One message on the wire: a ten-byte header (length, stream, type, flags; big-endian) and its
 * data.
 */
record Frame(int streamId, int type, int flags, byte[] data) {
  static final int HEADER = 10;

  /** Most bytes of data a frame may carry; larger ones are refused by every peer. */
  static final int MAX_DATA = 4 << 20;

  static final int REQUEST = 1;
  static final int RESPONSE = 2;
  static final int DATA = 3;

  /** The sender will send no more data on this stream. */
  static final int REMOTE_CLOSED = 1;

  /** The sender opens a stream and will send more. */
  static final int REMOTE_OPEN = 2;

  /** The frame carries no message, as opposed to an empty one. */
  static final int NO_DATA = 4;

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** The frame around a message, ready to be written; the message is serialised in place. */
  static ByteBuffer encode(int streamId, int type, MessageLite body, int flags) {
    ByteBuffer frame = header(streamId, type, flags, body.getSerializedSize());
    CodedOutputStream out = CodedOutputStream.newInstance(frame);
    try {
      body.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return frame.rewind();
  }

  /** The frame around bytes, ready to be written. */
  static ByteBuffer encode(int streamId, int type, byte[] body, int flags) {
    return header(streamId, type, flags, body.length).put(body).rewind();
  }

  private static ByteBuffer header(int streamId, int type, int flags, int length) {
    if (length > MAX_DATA) {
      throw tooLong(length);
    }
    return ByteBuffer.allocate(HEADER + length)
        .putInt(length)
        .putInt(streamId)
        .put((byte) type)
        .put((byte) flags);
  }

  static TtrpcException tooLong(long length) {
    return new TtrpcException(
        TtrpcCode.RESOURCE_EXHAUSTED,
        "message length " + length + " exceeds maximum message size of " + MAX_DATA);
  }
}
