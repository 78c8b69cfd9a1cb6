package io.felucca.diff.stream;

import com.github.luben.zstd.EndDirective;
import com.github.luben.zstd.ZstdCompressCtx;
import java.nio.ByteBuffer;

/** Compresses into one Zstandard frame. */
final class ZstdEncoder implements Encoder {
  private static final int LEVEL = 3;

  private final Compression.Sink sink;
  private final ZstdCompressCtx context = new ZstdCompressCtx().setLevel(LEVEL).setChecksum(true);
  private final ByteBuffer out;

  ZstdEncoder(Compression.Sink sink, ByteBuffer room) {
    this.sink = sink;
    this.out = room.clear();
  }

  @Override
  public void encode(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      context.compressDirectByteBufferStream(out, bytes, EndDirective.CONTINUE);
      if (!out.hasRemaining()) {
        flush();
      }
    }
  }

  private void flush() {
    sink.write(out.flip());
    out.clear();
  }

  @Override
  public void finish() {
    ByteBuffer nothing = ByteBuffer.allocateDirect(0);
    while (!context.compressDirectByteBufferStream(out, nothing, EndDirective.END)) {
      flush();
    }
    flush();
  }

  @Override
  public void close() {
    context.close();
  }
}
