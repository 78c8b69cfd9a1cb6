package io.felucca.client.call;

import io.felucca.api.Fault;
import io.felucca.wire.call.FaultStatus;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;

/** The answers of one call, taken by one thread. */
public final class Answers<R> implements AutoCloseable {
  private final BlockingClientCall<?, R> call;

  Answers(BlockingClientCall<?, R> call) {
    this.call = call;
  }

  /** The next one; null at the end. */
  public R next() {
    return taken(call);
  }

  static <R> R taken(BlockingClientCall<?, R> call) {
    try {
      return call.read();
    } catch (StatusException e) {
      throw FaultStatus.toFault(e.getStatus());
    } catch (InterruptedException e) {
      throw interrupted(call, e);
    }
  }

  static Fault interrupted(BlockingClientCall<?, ?> call, InterruptedException e) {
    Thread.currentThread().interrupt();
    call.cancel("interrupted", e);
    return new Fault(Fault.Kind.CANCELLED, "interrupted while a call was under way", e);
  }

  @Override
  public void close() {
    call.cancel("no more answers are wanted", null);
  }
}
