package io.felucca.services;

import com.google.protobuf.UnsafeByteOperations;
import io.felucca.api.Fault;
import io.felucca.api.Fault.Kind;
import io.felucca.api.content.ContentReader;
import io.felucca.api.plugin.Held;
import io.felucca.wire.content.ReadContentResponse;
import io.grpc.stub.ServerCallStreamObserver;
import java.nio.ByteBuffer;

/**
 * One Read call: sends a blob in pieces, no faster than the client takes them.
 *
 * <p>A piece is a good deal smaller than the 1 MiB that clients accept: one is in memory for each
 * reader.
 */
final class ContentReading {
  private static final int PIECE = 256 << 10;

  private final ContentReader reader;
  private final Held<?> source;
  private final ServerCallStreamObserver<ReadContentResponse> to;
  private long offset;
  private long end;
  private boolean over;

  /**
   * @param source where the reader comes from, which is let go at the end
   */
  ContentReading(
      ContentReader reader, Held<?> source, ServerCallStreamObserver<ReadContentResponse> to) {
    this.reader = reader;
    this.source = source;
    this.to = to;
  }

  /**
   * Begins; the rest happens as the client takes it.
   *
   * @param from first byte; OUT_OF_RANGE behind the end of the blob
   * @param size bytes wanted; zero, or more than there are, for all up to the end
   */
  void start(long from, long size) {
    try {
      range(Math.max(from, 0), size);
    } catch (Fault fault) {
      reader.close();
      throw fault;
    }
    to.setOnCancelHandler(this::finish);
    to.setOnReadyHandler(this::sendWhileReady);
  }

  private void range(long from, long size) {
    if (from > reader.size()) {
      throw Fault.outOfRange("read past object length %d bytes", reader.size());
    }
    long rest = reader.size() - from;
    offset = from;
    end = from + (size <= 0 ? rest : Math.min(size, rest));
  }

  private void sendWhileReady() {
    try {
      while (!over && to.isReady()) {
        sendOrEnd();
      }
    } catch (RuntimeException e) {
      finish();
      throw e;
    }
  }

  private void sendOrEnd() {
    if (offset < end) {
      send();
    } else {
      finish();
      to.onCompleted();
    }
  }

  private void send() {
    ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, end - offset));
    int read = reader.read(piece, offset);
    if (read < 0) {
      throw new Fault(Kind.DATA_LOSS, "blob ends at " + offset + ", not at " + end, null);
    }
    to.onNext(
        ReadContentResponse.newBuilder()
            .setOffset(offset)
            .setData(UnsafeByteOperations.unsafeWrap(piece.flip()))
            .build());
    offset += read;
  }

  private void finish() {
    if (!over) {
      over = true;
      try (source) {
        reader.close();
      }
    }
  }
}
