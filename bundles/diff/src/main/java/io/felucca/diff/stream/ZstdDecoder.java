package io.felucca.diff.stream;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.felucca.api.Fault;
import java.nio.ByteBuffer;

/** Decompresses Zstandard: RFC 8878, any number of frames, skippable ones among them. */
final class ZstdDecoder implements Decoder {
  private final Input input;
  private final ZstdDecompressCtx context = new ZstdDecompressCtx();
  private boolean inFrame;

  ZstdDecoder(Input input) {
    this.input = input;
  }

  @Override
  public boolean decode(ByteBuffer into) {
    while (into.hasRemaining()) {
      boolean more = input.available();
      if (!more && !inFrame) {
        return false;
      }
      int before = into.position();
      decompress(into);
      if (!more && inFrame && into.position() == before) {
        throw Fault.invalid("unexpected end of zstd data after %d bytes", input.offset());
      }
    }
    return true;
  }

  private void decompress(ByteBuffer into) {
    try {
      inFrame = !context.decompressDirectByteBufferStream(into, input.window());
    } catch (ZstdException e) {
      throw new Fault(
          Fault.Kind.INVALID_ARGUMENT,
          "invalid zstd data before byte " + input.offset() + ": " + e.getMessage(),
          e);
    }
  }

  @Override
  public void close() {
    context.close();
  }
}
