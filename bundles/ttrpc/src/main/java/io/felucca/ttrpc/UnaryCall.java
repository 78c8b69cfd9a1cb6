package io.felucca.ttrpc;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A call that ends with its first frame, its deadline, its cancellation or the connection. */
final class UnaryCall implements ClientConnection.Waiting {
  private final Connection connection;
  private final String method;
  private final CompletableFuture<byte[]> answer = new CompletableFuture<>();

  UnaryCall(Connection connection, String method) {
    this.connection = connection;
    this.method = method;
  }

  CompletableFuture<byte[]> answer() {
    return answer;
  }

  /** Sets the deadline and sees to it that the call is forgotten however it ends. */
  void began(Duration timeout, Runnable forget) {
    Timers.Timer timer = timeout.isZero() ? null : deadline(timeout);
    answer.whenComplete(
        (bytes, failure) -> {
          forget.run();
          if (timer != null) {
            connection.timers().cancel(timer);
          }
        });
  }

  private Timers.Timer deadline(Duration timeout) {
    String late =
        method + ": no answer from " + connection.name() + " within " + timeout.toMillis() + " ms";
    return connection
        .timers()
        .after(
            Durations.nanos(timeout),
            () -> failed(new TtrpcException(TtrpcCode.DEADLINE_EXCEEDED, late)));
  }

  @Override
  public boolean frame(Frame frame) throws InvalidProtocolBufferException {
    if (frame.type() != Frame.RESPONSE) {
      failed(
          new TtrpcException(
              TtrpcCode.INTERNAL, method + ": unexpected frame of type " + frame.type()));
      return true;
    }
    try {
      answer.complete(ClientConnection.payload(frame));
    } catch (TtrpcException e) {
      failed(e);
    }
    return true;
  }

  @Override
  public void failed(TtrpcException why) {
    answer.completeExceptionally(why);
  }
}
