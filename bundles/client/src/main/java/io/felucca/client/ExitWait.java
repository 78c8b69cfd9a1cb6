package io.felucca.client;

import io.felucca.api.Fault;
import io.felucca.api.task.Exit;
import io.felucca.client.call.Caller;
import io.felucca.wire.convert.Times;
import io.felucca.wire.tasks.TasksGrpc;
import io.felucca.wire.tasks.WaitRequest;
import io.felucca.wire.tasks.WaitResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Waits for the end of a process without a thread. A daemon that restarts does not end the waiting:
 * it is asked again.
 */
final class ExitWait {
  private static final long PAUSE_MS = 100;

  /** What fails later than this had been taken up by a daemon that was at work. */
  private static final long TAKEN_UP_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Caller caller;
  private final WaitRequest request;
  private final IntSupplier pid;
  private final CompletableFuture<Exit> exit = new CompletableFuture<>();
  private volatile CompletableFuture<WaitResponse> call;
  private volatile boolean closed;
  private volatile long asked;
  private volatile boolean failing;
  private volatile long failingSince;
  private boolean deleting;
  private Throwable held;

  ExitWait(Caller caller, String container, String execId, IntSupplier pid) {
    this.caller = caller;
    this.pid = pid;
    request = WaitRequest.newBuilder().setContainerId(container).setExecId(execId).build();
  }

  /** Asks the daemon. */
  ExitWait register() {
    ask();
    return this;
  }

  CompletableFuture<Exit> exit() {
    return exit;
  }

  private void ask() {
    if (closed || !caller.isOpen()) {
      fail(new Fault(Fault.Kind.CANCELLED, "nobody waits any more", null));
      return;
    }
    asked = System.nanoTime();
    CompletableFuture<WaitResponse> made = caller.later(TasksGrpc.getWaitMethod(), request);
    call = made;
    made.whenCompleteAsync(this::answered, caller.executor());
    if (closed) {
      made.cancel(true);
    }
  }

  private void answered(WaitResponse answer, Throwable error) {
    if (error == null) {
      exit.complete(
          new Exit(
              pid.getAsInt(),
              answer.getExitStatus(),
              Times.fromWire(answer.hasExitedAt(), answer.getExitedAt())));
    } else if (isInterruption(error) && isPatient()) {
      CompletableFuture.delayedExecutor(PAUSE_MS, TimeUnit.MILLISECONDS, caller.executor())
          .execute(this::askConnected);
    } else {
      failUnlessDeleting(error);
    }
  }

  /** CANCELLED where nobody here did: so some daemons end their calls when they stop. */
  private boolean isInterruption(Throwable error) {
    return Fault.is(error, Fault.Kind.UNAVAILABLE)
        || Fault.is(error, Fault.Kind.CANCELLED) && !closed;
  }

  /** Asks once there is a connection, for which it waits as any call does. */
  private void askConnected() {
    try {
      caller.connect();
      ask();
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  /**
   * One that fails for longer than a daemon takes to come back is not asked for ever. The next
   * restart of the daemon is counted anew.
   */
  private boolean isPatient() {
    long now = System.nanoTime();
    if (!failing || now - asked > TAKEN_UP_NANOS) {
      failing = true;
      failingSince = now;
    }
    return now - failingSince < caller.patience().toNanos();
  }

  private void fail(Throwable error) {
    exit.completeExceptionally(error);
  }

  /**
   * It is being deleted here: until the outcome is known, the daemon's answer that it is gone means
   * nothing.
   */
  synchronized void deleting() {
    deleting = true;
  }

  private synchronized void failUnlessDeleting(Throwable error) {
    if (deleting) {
      held = error;
    } else {
      fail(error);
    }
  }

  /** It could not be deleted. */
  synchronized void notDeleted() {
    deleting = false;
    if (held != null) {
      fail(held);
    }
  }

  /** It is deleted: the daemon may not answer for one that was never started. */
  void deleted(Exit last) {
    exit.complete(last);
    stop();
  }

  private void stop() {
    closed = true;
    CompletableFuture<WaitResponse> current = call;
    if (current != null) {
      current.cancel(true);
    }
  }

  /** Whoever waits is told before the call ends, so that nobody is still waiting after this. */
  void close() {
    fail(new Fault(Fault.Kind.CANCELLED, "nobody waits any more", null));
    stop();
  }
}
