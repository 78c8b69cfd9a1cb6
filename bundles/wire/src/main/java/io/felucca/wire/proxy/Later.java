package io.felucca.wire.proxy;

import io.felucca.api.Fault;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.CompletableFuture;

/** One answer that nobody sits and waits for. */
final class Later<R> extends ClientCall.Listener<R> {
  private final CompletableFuture<R> future = new CompletableFuture<>();
  private final Connection connection;
  private final Faults faults;
  private boolean begun;
  private R answer;

  Later(Connection connection, Faults faults) {
    this.connection = connection;
    this.faults = faults;
  }

  CompletableFuture<R> future() {
    return future;
  }

  @Override
  public void onHeaders(Metadata headers) {
    begun = true;
  }

  @Override
  public void onMessage(R message) {
    answer = message;
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    connection.end();
    connection.leave();
    if (status.isOk() && answer != null) {
      future.complete(answer);
    } else {
      future.completeExceptionally(fault(status, trailers));
    }
  }

  private Fault fault(Status status, Metadata trailers) {
    boolean fromProcess = Answers.isFromProcess(begun, status, trailers);
    if (!fromProcess && status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
      return faults.tooLate();
    }
    return status.isOk() ? faults.ended() : faults.of(status, fromProcess);
  }
}
