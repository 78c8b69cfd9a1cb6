package io.felucca.diff.stream;

import java.nio.ByteBuffer;

/** Passes on what is there: the blob is not compressed. */
final class PlainDecoder implements Decoder {
  private final Input input;
  private final LayerSource source;

  PlainDecoder(Input input, LayerSource source) {
    this.input = input;
    this.source = source;
  }

  @Override
  public boolean decode(ByteBuffer into) {
    ByteBuffer peeked = input.window();
    if (peeked.hasRemaining()) {
      into.put(peeked);
      return true;
    }
    return source.read(into) > 0;
  }
}
