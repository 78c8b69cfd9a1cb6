package io.felucca.wire.proxy;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.grpc.ClientCall;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * One call of a plugin's process: requests go out, answers are waited for. Used by one thread at a
 * time.
 */
public final class Exchange<Q, R> implements AutoCloseable {
  /** How often somebody who waits looks whether there is still somebody to wait for. */
  private static final long LOOK_MS = 500;

  private static final Duration GOODBYE = Duration.ofSeconds(3);

  private final ClientCall<Q, R> call;
  private final Answers<R> answers;
  private final Connection connection;
  private final Faults faults;
  private final Duration limit;
  private final Scope scope;
  private final Duration silence;
  private Fault failure;
  private boolean allSent;
  private boolean over;
  private boolean closed;

  Exchange(
      ClientCall<Q, R> call,
      Answers<R> answers,
      Connection connection,
      Faults faults,
      Duration limit,
      Scope scope,
      Duration silence) {
    this.call = call;
    this.answers = answers;
    this.connection = connection;
    this.faults = faults;
    this.limit = limit;
    this.scope = scope;
    this.silence = silence;
  }

  /** Sends a request; what has ended takes none, and {@link #next} says why. */
  public void send(Q request) {
    if (!over) {
      call.request(1);
      call.sendMessage(request);
    }
  }

  /** Sends no more requests. */
  void sendEnd() {
    if (!allSent) {
      allSent = true;
      call.halfClose();
    }
  }

  /** The next answer; null at a good end. */
  public R next() {
    if (failure != null) {
      throw failure;
    }
    return over ? null : taken(await(limit));
  }

  /** Sends a request and waits for its answer; an end instead of it is a fault. */
  public R ask(Q request) {
    send(request);
    R answer = next();
    if (answer == null) {
      throw failed(faults.ended());
    }
    return answer;
  }

  private R taken(Answers.Event<R> event) {
    if (event.message() != null) {
      call.request(1);
      return event.message();
    }
    over = true;
    if (!event.status().isOk()) {
      throw failed(fault(event));
    }
    return null;
  }

  private Fault fault(Answers.Event<R> end) {
    boolean late = end.status().getCode() == Status.Code.DEADLINE_EXCEEDED;
    return late && !end.fromProcess() ? late() : faults.of(end.status(), end.fromProcess());
  }

  private Fault late() {
    if (scope.remaining(limit).isZero()) {
      return faults.tooLate();
    }
    connection.late();
    return faults.late(limit);
  }

  /** Waits for an event; gives the call up when the time is over or nobody is there to answer. */
  private Answers.Event<R> await(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    try {
      while (true) {
        Answers.Event<R> event = answers.events().poll(LOOK_MS, TimeUnit.MILLISECONDS);
        if (event != null) {
          return event;
        }
        if (System.nanoTime() - end > 0) {
          throw givenUp(late());
        }
        String trouble = connection.hopeless(silence);
        if (!trouble.isEmpty()) {
          throw givenUp(faults.lost(trouble));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw givenUp(new Fault(Fault.Kind.CANCELLED, "interrupted while a call was under way", e));
    }
  }

  private Fault givenUp(Fault fault) {
    over = true;
    call.cancel(fault.getMessage(), null);
    return failed(fault);
  }

  private Fault failed(Fault fault) {
    failure = fault;
    return fault;
  }

  /** Ends the call, and waits a moment for the other side to have ended it too. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      sayGoodbye();
    } finally {
      connection.end();
      connection.leave();
    }
  }

  private void sayGoodbye() {
    if (over) {
      return;
    }
    try {
      sendEnd();
      while (await(GOODBYE).message() != null) {
        call.request(1);
      }
      over = true;
    } catch (Fault fault) {
      // it was given up by this
      over = true;
    }
  }
}
