package io.felucca.diff.stream;

import java.nio.ByteBuffer;

/** Picks the decoder for a blob. */
final class Decoders {
  private static final int LOOK_AT = 10;
  private static final int ZSTD = 0xfd2fb528;

  /** RFC 8878, 3.1.2: the last four bits may be anything. */
  private static final int ZSTD_SKIPPABLE = 0x184d2a50;

  private Decoders() {}

  static Decoder pick(LayerType type, LayerSource source, ByteBuffer room) {
    Input input = new Input(source, room);
    if (type == LayerType.PLAIN) {
      return new PlainDecoder(input, source);
    }
    byte[] first = input.peek(LOOK_AT);
    if (isGzip(first)) {
      return new GzipDecoder(input);
    }
    return isZstd(first) ? new ZstdDecoder(input) : new PlainDecoder(input, source);
  }

  static boolean isGzip(byte[] first) {
    return first.length > 2 && (little32(first) & 0xffffff) == 0x088b1f;
  }

  static boolean isZstd(byte[] first) {
    int magic = little32(first);
    return magic == ZSTD || (magic & ~0xf) == ZSTD_SKIPPABLE;
  }

  private static int little32(byte[] b) {
    int value = 0;
    for (int i = 0; i < Math.min(4, b.length); i++) {
      value |= (b[i] & 0xff) << 8 * i;
    }
    return value;
  }
}
