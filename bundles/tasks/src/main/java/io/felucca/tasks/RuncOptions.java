package io.felucca.tasks;

import io.felucca.api.TypedValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The one field of runc's options that the task service looks at (containerd.runc.v1.Options). */
final class RuncOptions {
  private static final String TYPE = "containerd.runc.v1.Options";
  private static final int CRIU_IMAGE_PATH = 10;

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private RuncOptions() {}

  /**
   * The folder with a checkpoint to restore from; empty for none, for other runtimes' options, and
   * for what cannot be read: the runtime will say so.
   *
   * @param options null for none
   */
  static String criuImagePath(TypedValue options) {
    if (options == null || !options.is(TYPE)) {
      return "";
    }
    ByteBuffer in = ByteBuffer.wrap(options.bytes());
    try {
      return find(in);
    } catch (java.nio.BufferUnderflowException | IllegalArgumentException e) {
      return "";
    }
  }

  /** Walks over the fields of a protobuf message. */
  private static String find(ByteBuffer in) {
    String found = "";
    while (in.hasRemaining()) {
      int tag = (int) varint(in);
      switch (tag & 7) {
        case VARINT -> varint(in);
        case FIXED64 -> in.getLong();
        case FIXED32 -> in.getInt();
        case BYTES -> {
          byte[] value = bytes(in);
          if (tag >>> 3 == CRIU_IMAGE_PATH) {
            found = new String(value, StandardCharsets.UTF_8);
          }
        }
        default -> throw new IllegalArgumentException("wire type " + (tag & 7));
      }
    }
    return found;
  }

  private static byte[] bytes(ByteBuffer in) {
    long length = varint(in);
    if (length < 0 || length > in.remaining()) {
      throw new IllegalArgumentException("field of " + length + " bytes");
    }
    byte[] value = new byte[(int) length];
    in.get(value);
    return value;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = in.get();
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }
}
