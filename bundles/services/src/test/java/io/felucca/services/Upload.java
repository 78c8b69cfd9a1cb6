package io.felucca.services;

import com.google.protobuf.ByteString;
import io.felucca.wire.call.FaultStatus;
import io.felucca.wire.content.ContentGrpc;
import io.felucca.wire.content.WriteAction;
import io.felucca.wire.content.WriteContentRequest;
import io.felucca.wire.content.WriteContentResponse;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A client's side of one Write stream, one request and one answer at a time. */
final class Upload implements StreamObserver<WriteContentResponse>, AutoCloseable {
  private static final Object END = new Object();

  private final BlockingQueue<Object> answers = new LinkedBlockingQueue<>();
  private final StreamObserver<WriteContentRequest> requests;

  Upload(Channel channel) {
    requests = ContentGrpc.newStub(channel).write(this);
  }

  static WriteContentRequest.Builder stat(String ref) {
    return WriteContentRequest.newBuilder().setAction(WriteAction.STAT).setRef(ref);
  }

  static WriteContentRequest.Builder write(String ref, long offset, byte[] data) {
    return stat(ref)
        .setAction(WriteAction.WRITE)
        .setOffset(offset)
        .setData(ByteString.copyFrom(data));
  }

  static WriteContentRequest.Builder commit(String ref, long offset) {
    return stat(ref).setAction(WriteAction.COMMIT).setOffset(offset);
  }

  /** The answer; a failed stream is a fault. */
  WriteContentResponse ask(WriteContentRequest.Builder request) {
    requests.onNext(request.build());
    Object answer = take();
    if (answer instanceof Throwable failure) {
      throw FaultStatus.toFault(Status.fromThrowable(failure));
    }
    return (WriteContentResponse) answer;
  }

  boolean hasEnded() {
    return take() == END;
  }

  private Object take() {
    try {
      return answers.take();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void onNext(WriteContentResponse answer) {
    answers.add(answer);
  }

  @Override
  public void onError(Throwable failure) {
    answers.add(failure);
  }

  @Override
  public void onCompleted() {
    answers.add(END);
  }

  /** Ends the stream from the client's side, and waits for the daemon's. */
  @Override
  public void close() {
    requests.onCompleted();
    take();
  }
}
