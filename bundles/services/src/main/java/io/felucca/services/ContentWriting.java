package io.felucca.services;

import com.google.protobuf.ByteString;
import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.Fault.Kind;
import io.felucca.api.Scope;
import io.felucca.api.content.ContentStore;
import io.felucca.api.content.ContentWriter;
import io.felucca.api.content.IngestStatus;
import io.felucca.api.metadata.Metadata;
import io.felucca.api.plugin.Held;
import io.felucca.api.plugin.Seat;
import io.felucca.wire.content.WriteAction;
import io.felucca.wire.content.WriteContentRequest;
import io.felucca.wire.content.WriteContentResponse;
import io.felucca.wire.convert.DescriptorWire;
import io.felucca.wire.convert.Times;
import io.grpc.stub.StreamObserver;
import java.lang.System.Logger.Level;

/**
 * One Write call: an ingest that stays locked for as long as the stream lasts, and goes on where it
 * began when metadata or the content store is replaced meanwhile.
 *
 * <p>The first request names the ref. Each request is answered once, with how far the ingest has
 * come and the digest of what is there. A commit is the last; a stream that ends without one leaves
 * the ingest to be resumed.
 */
final class ContentWriting implements StreamObserver<WriteContentRequest> {
  private static final System.Logger LOG = System.getLogger(ContentWriting.class.getName());

  private final Seat<Metadata> metadata;
  private final Scope scope;
  private final StreamObserver<WriteContentResponse> to;
  private Held<Metadata> held;
  private ContentWriter writer;
  private String ref;
  private Digest expected;
  private long total;
  private boolean over;

  ContentWriting(Seat<Metadata> metadata, Scope scope, StreamObserver<WriteContentResponse> to) {
    this.metadata = metadata;
    this.scope = scope;
    this.to = to;
  }

  @Override
  public void onNext(WriteContentRequest request) {
    if (over) {
      return;
    }
    try {
      answer(request);
    } catch (RuntimeException e) {
      finish();
      throw e;
    }
  }

  private void answer(WriteContentRequest request) {
    note(request);
    if (writer == null) {
      open(request);
    } else if (!request.getExpected().isEmpty()) {
      refuseExisting();
    }
    WriteContentResponse response = act(request);
    to.onNext(response);
    if (request.getAction() == WriteAction.COMMIT) {
      finish();
      to.onCompleted();
    }
  }

  private void note(WriteContentRequest request) {
    if (!request.getExpected().isEmpty()) {
      expected = Digest.parse(request.getExpected());
    }
    if (request.getTotal() > 0) {
      total = request.getTotal();
    }
  }

  private void open(WriteContentRequest request) {
    if (request.getRef().isEmpty()) {
      throw Fault.invalid("first message must have a reference");
    }
    ref = request.getRef();
    held = metadata.hold(scope);
    writer = content().writer(scope, ref, Descriptor.of("", expected, total));
  }

  /**
   * What was not known when the ingest began is known now, and others may have brought it
   * meanwhile.
   */
  private void refuseExisting() {
    if (!exists() || !isTakenIntoLease()) {
      return;
    }
    finish();
    giveUpIngest();
    throw Fault.exists("blob with expected digest %s exists", expected);
  }

  private boolean exists() {
    try {
      content().info(scope, expected);
      return true;
    } catch (Fault fault) {
      if (fault.kind() == Kind.NOT_FOUND) {
        return false;
      }
      throw fault;
    }
  }

  private void giveUpIngest() {
    try {
      metadata.run(scope, now -> now.content().abort(scope, ref));
    } catch (Fault fault) {
      LOG.log(Level.DEBUG, "ingest not aborted ref=" + ref, fault);
    }
  }

  /**
   * Asking for a writer of what exists adds it to the caller's lease, which is refused but not
   * undone. What was collected since somebody looked would be written under this very ref, and that
   * is taken.
   */
  private boolean isTakenIntoLease() {
    try {
      content().writer(scope, ref, Descriptor.of("", expected, total)).close();
      return false;
    } catch (Fault fault) {
      if (fault.kind() != Kind.ALREADY_EXISTS && fault.kind() != Kind.UNAVAILABLE) {
        throw fault;
      }
      return fault.kind() == Kind.ALREADY_EXISTS;
    }
  }

  private WriteContentResponse act(WriteContentRequest request) {
    if (request.getAction() != WriteAction.STAT) {
      write(request.getOffset(), request.getData());
    }
    WriteContentResponse response = describe(request.getAction());
    if (request.getAction() == WriteAction.COMMIT) {
      writer.commit(total, expected, request.getLabelsMap());
    }
    return response;
  }

  private void write(long offset, ByteString data) {
    long current = writer.status().offset();
    if (offset > 0 && offset != current) {
      throw Fault.outOfRange("write @%d must occur at current offset %d", offset, current);
    }
    if (offset == 0 && current > 0) {
      writer.truncate(0);
    }
    if (!data.isEmpty()) {
      data.asReadOnlyByteBufferList().forEach(writer::write);
    }
  }

  private WriteContentResponse describe(WriteAction action) {
    IngestStatus status = writer.status();
    return WriteContentResponse.newBuilder()
        .setAction(action)
        .setStartedAt(Times.toWire(status.startedAt()))
        .setUpdatedAt(Times.toWire(status.updatedAt()))
        .setOffset(status.offset())
        .setTotal(total)
        .setDigest(DescriptorWire.digestToWire(writer.digest()))
        .build();
  }

  @Override
  public void onCompleted() {
    if (!over) {
      finish();
      to.onCompleted();
    }
  }

  /** The client has gone. */
  @Override
  public void onError(Throwable gone) {
    finish();
  }

  private ContentStore content() {
    return held.get().content();
  }

  private void finish() {
    over = true;
    try (Held<Metadata> source = held;
        ContentWriter last = writer) {
      held = null;
      writer = null;
    }
  }
}
