package io.felucca.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.content.ContentWriter;
import io.felucca.api.content.IngestStatus;
import io.felucca.client.call.Caller;
import io.felucca.client.call.Dialogue;
import io.felucca.wire.content.ContentGrpc;
import io.felucca.wire.content.WriteAction;
import io.felucca.wire.content.WriteContentRequest;
import io.felucca.wire.content.WriteContentResponse;
import io.felucca.wire.convert.DescriptorWire;
import io.felucca.wire.convert.Times;
import java.nio.ByteBuffer;
import java.util.Map;

/** An ingest that this program writes. */
final class Upload implements ContentWriter {
  private static final int CHUNK = 1 << 20;

  private final Dialogue<WriteContentRequest, WriteContentResponse> dialogue;
  private final String ref;
  private final Descriptor expected;
  private WriteContentResponse last;
  private boolean over;

  private Upload(
      Dialogue<WriteContentRequest, WriteContentResponse> dialogue,
      String ref,
      Descriptor expected) {
    this.dialogue = dialogue;
    this.ref = ref;
    this.expected = expected;
  }

  /** Opens an ingest; waits a while for another writer of it. */
  static Upload open(Caller caller, String ref, Descriptor expected) {
    Patience patience = new Patience();
    while (true) {
      try {
        return openOnce(caller, ref, expected);
      } catch (Fault fault) {
        if (!isLocked(fault) || !patience.pause()) {
          throw fault;
        }
      }
    }
  }

  /** Nothing but the text tells it from a daemon that is away. */
  private static boolean isLocked(Fault fault) {
    return fault.kind() == Fault.Kind.UNAVAILABLE && fault.getMessage().contains("locked");
  }

  private static Upload openOnce(Caller caller, String ref, Descriptor expected) {
    Upload upload = new Upload(caller.dialogue(ContentGrpc.getWriteMethod()), ref, expected);
    try {
      upload.ask(WriteContentRequest.newBuilder().setAction(WriteAction.STAT));
      return upload;
    } catch (RuntimeException e) {
      upload.close();
      throw e;
    }
  }

  private void ask(WriteContentRequest.Builder request) {
    last =
        dialogue.ask(
            request
                .setRef(ref)
                .setTotal(expected.size())
                .setExpected(DescriptorWire.digestToWire(expected.digest()))
                .build());
  }

  long offset() {
    return last.getOffset();
  }

  @Override
  public IngestStatus status() {
    return new IngestStatus(
        ref,
        last.getOffset(),
        expected.size(),
        expected.digest(),
        Times.fromWire(last.hasStartedAt(), last.getStartedAt()),
        Times.fromWire(last.hasUpdatedAt(), last.getUpdatedAt()));
  }

  @Override
  public Digest digest() {
    ask(WriteContentRequest.newBuilder().setAction(WriteAction.STAT));
    return Digest.parse(last.getDigest());
  }

  @Override
  public void write(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      int n = Math.min(CHUNK, bytes.remaining());
      ByteBuffer piece = bytes.slice(bytes.position(), n);
      send(offset(), UnsafeByteOperations.unsafeWrap(piece));
      bytes.position(bytes.position() + n);
    }
  }

  /** The answer says where the writing stands now. */
  private void send(long offset, ByteString data) {
    ask(
        WriteContentRequest.newBuilder()
            .setAction(WriteAction.WRITE)
            .setOffset(offset)
            .setData(data));
    if (last.getOffset() != offset + data.size()) {
      throw Fault.of(
          Fault.Kind.DATA_LOSS,
          "ingest %s is at %d bytes after a write to %d",
          ref,
          last.getOffset(),
          offset + data.size());
    }
  }

  /** The wire can only start anew: an offset of 0 truncates. */
  @Override
  public void truncate(long size) {
    if (size != 0) {
      throw Fault.unimplemented("ingest %s can be cut to 0 bytes only, not to %d", ref, size);
    }
    send(0, ByteString.EMPTY);
  }

  @Override
  public void commit(long size, Digest digest, Map<String, String> labels) {
    Digest wanted = digest == null ? expected.digest() : digest;
    last =
        dialogue.ask(
            WriteContentRequest.newBuilder()
                .setAction(WriteAction.COMMIT)
                .setRef(ref)
                .setTotal(size > 0 ? size : 0)
                .setOffset(offset())
                .setExpected(DescriptorWire.digestToWire(wanted))
                .putAllLabels(labels)
                .build());
    over = true;
    dialogue.finish();
  }

  /** After the commit: what has become of it. */
  Digest committed() {
    return Digest.parse(last.getDigest());
  }

  @Override
  public void close() {
    if (!over) {
      over = true;
      dialogue.close();
    }
  }
}
