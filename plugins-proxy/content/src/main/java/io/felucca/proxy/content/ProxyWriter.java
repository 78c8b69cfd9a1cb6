package io.felucca.proxy.content;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.content.ContentWriter;
import io.felucca.api.content.IngestStatus;
import io.felucca.wire.content.ContentGrpc;
import io.felucca.wire.content.WriteAction;
import io.felucca.wire.content.WriteContentRequest;
import io.felucca.wire.content.WriteContentResponse;
import io.felucca.wire.convert.DescriptorWire;
import io.felucca.wire.convert.Times;
import io.felucca.wire.proxy.Effort;
import io.felucca.wire.proxy.Exchange;
import io.felucca.wire.proxy.Proxy;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * One Write call: the ingest is locked in the other process as long as the call lasts. Each step is
 * answered before the next, so what is known here of the ingest is true.
 */
final class ProxyWriter implements ContentWriter {
  private static final int PIECE = 1 << 20;

  private final String ref;
  private final Digest expected;
  private final Exchange<WriteContentRequest, WriteContentResponse> exchange;
  private final long total;
  private IngestStatus status;
  private boolean closed;

  private ProxyWriter(
      String ref,
      Digest expected,
      Exchange<WriteContentRequest, WriteContentResponse> exchange,
      WriteContentResponse first,
      long total) {
    this.ref = ref;
    this.expected = expected;
    this.exchange = exchange;
    this.total = total;
    this.status = status(first);
  }

  /**
   * Opens the ingest and locks it.
   *
   * @param total asks for the size that an ingest was begun with: servers tell but that of the call
   */
  static ContentWriter open(
      Proxy proxy, Scope scope, String ref, Descriptor expected, LongSupplier total) {
    WriteContentRequest request =
        WriteContentRequest.newBuilder()
            .setAction(WriteAction.STAT)
            .setRef(ref)
            .setTotal(expected.size())
            .setExpected(DescriptorWire.digestToWire(expected.digest()))
            .build();
    WriteContentResponse[] first = new WriteContentResponse[1];
    Exchange<WriteContentRequest, WriteContentResponse> exchange =
        proxy.exchange(
            scope, Effort.WORK, ContentGrpc.getWriteMethod(), request, answer -> first[0] = answer);
    try {
      boolean resumed = first[0].getTotal() == 0 && first[0].getOffset() > 0;
      long size = resumed ? total.getAsLong() : first[0].getTotal();
      return new ProxyWriter(ref, expected.digest(), exchange, first[0], size);
    } catch (RuntimeException | Error e) {
      exchange.close();
      throw e;
    }
  }

  private IngestStatus status(WriteContentResponse answer) {
    return new IngestStatus(
        ref,
        answer.getOffset(),
        total,
        expected,
        Known.time(Times.fromWire(answer.hasStartedAt(), answer.getStartedAt())),
        Known.time(Times.fromWire(answer.hasUpdatedAt(), answer.getUpdatedAt())));
  }

  @Override
  public IngestStatus status() {
    return status;
  }

  @Override
  public Digest digest() {
    return DescriptorWire.digestFromWire(stat().getDigest());
  }

  /** What answers to written bytes say besides the offset differs from server to server. */
  private WriteContentResponse stat() {
    WriteContentResponse answer = ask(request(WriteAction.STAT));
    status = status(answer);
    return answer;
  }

  @Override
  public void write(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      int count = Math.min(PIECE, bytes.remaining());
      writeAt(status.offset(), bytes.slice(bytes.position(), count));
      bytes.position(bytes.position() + count);
    }
  }

  private void writeAt(long offset, ByteBuffer bytes) {
    long end = offset + bytes.remaining();
    ByteString data = UnsafeByteOperations.unsafeWrap(bytes);
    WriteContentResponse answer = ask(request(WriteAction.WRITE).setOffset(offset).setData(data));
    if (answer.getOffset() != end) {
      throw Fault.of(
          Fault.Kind.DATA_LOSS,
          "ref %s is at %d after a write up to %d",
          ref,
          answer.getOffset(),
          end);
    }
    status =
        new IngestStatus(
            ref,
            end,
            total,
            expected,
            status.startedAt(),
            answer.hasUpdatedAt()
                ? Times.fromWire(true, answer.getUpdatedAt())
                : status.updatedAt());
  }

  /** The protocol knows but one way to drop bytes: to begin anew. */
  @Override
  public void truncate(long size) {
    if (size > status.offset()) {
      throw Fault.outOfRange("cannot truncate %d bytes to %d", status.offset(), size);
    }
    if (size == status.offset()) {
      return;
    }
    if (size > 0) {
      throw Fault.unimplemented("cannot truncate ref %s to %d bytes, only to 0", ref, size);
    }
    writeAt(0, ByteBuffer.allocate(0));
  }

  @Override
  public void commit(long size, Digest digest, Map<String, String> labels) {
    ask(
        request(WriteAction.COMMIT)
            .setTotal(Math.max(size, 0))
            .setOffset(status.offset())
            .setExpected(DescriptorWire.digestToWire(digest))
            .putAllLabels(labels));
  }

  private WriteContentRequest.Builder request(WriteAction action) {
    return WriteContentRequest.newBuilder().setAction(action).setRef(ref);
  }

  private WriteContentResponse ask(WriteContentRequest.Builder request) {
    if (closed) {
      throw Fault.precondition("writer of ref %s is closed", ref);
    }
    return exchange.ask(request.build());
  }

  @Override
  public void close() {
    closed = true;
    exchange.close();
  }
}
