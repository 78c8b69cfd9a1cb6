package io.felucca.client.call;

import io.felucca.api.Fault;
import io.felucca.wire.call.FaultStatus;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;

/** A call of which each request is answered; used by one thread at a time. */
public final class Dialogue<Q, R> implements AutoCloseable {
  private final BlockingClientCall<Q, R> call;

  Dialogue(BlockingClientCall<Q, R> call) {
    this.call = call;
  }

  /** Sends a request and waits for its answer; an end instead of it is a fault. */
  public R ask(Q request) {
    send(request);
    R answer = Answers.taken(call);
    if (answer == null) {
      throw Fault.unavailable("the daemon has ended the call without an answer");
    }
    return answer;
  }

  private void send(Q request) {
    try {
      call.write(request);
    } catch (StatusException e) {
      throw FaultStatus.toFault(e.getStatus());
    } catch (InterruptedException e) {
      throw Answers.interrupted(call, e);
    }
  }

  /** Ends it in good order and waits until the other side has done so too. */
  public void finish() {
    call.halfClose();
    while (Answers.taken(call) != null) {
      // what comes after the last answer tells nothing
    }
  }

  @Override
  public void close() {
    call.cancel("given up", null);
  }
}
