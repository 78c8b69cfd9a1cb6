package io.felucca.itests.hotswap;

import io.felucca.wire.events.EventsGrpc;
import io.felucca.wire.events.SubscribeRequest;
import io.felucca.wire.health.HealthCheckRequest;
import io.felucca.wire.health.HealthCheckResponse;
import io.felucca.wire.health.HealthGrpc;
import io.felucca.wire.sandbox.ControllerGrpc;
import io.felucca.wire.sandbox.ControllerWaitRequest;
import io.felucca.wire.sandbox.ControllerWaitResponse;
import io.felucca.wire.tasks.TasksGrpc;
import io.felucca.wire.tasks.WaitRequest;
import io.felucca.wire.tasks.WaitResponse;
import io.felucca.wire.types.Envelope;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** Calls that last until the client ends them; their end before that is a failure. */
final class Streams {
  private Streams() {}

  static void rest(long millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  static void subscribe(Round round) {
    last(
        round,
        "events.subscribe",
        (Observer<Envelope> observer) ->
            EventsGrpc.newStub(round.rpc().channel())
                .subscribe(SubscribeRequest.getDefaultInstance(), observer));
  }

  /** Waits for the end of a task that does not end. */
  static Client task(String id) {
    return round ->
        last(
            round,
            "tasks.wait",
            (Observer<WaitResponse> observer) ->
                TasksGrpc.newStub(round.rpc().channel())
                    .wait(WaitRequest.newBuilder().setContainerId(id).build(), observer));
  }

  /** Waits for the end of a pod that does not end. */
  static Client pod(String id) {
    return round ->
        last(
            round,
            "pod.wait",
            (Observer<ControllerWaitResponse> observer) ->
                ControllerGrpc.newStub(round.rpc().channel())
                    .wait(
                        ControllerWaitRequest.newBuilder()
                            .setSandboxId(id)
                            .setSandboxer(Sandboxed.CONTROLLER)
                            .build(),
                        observer));
  }

  /** Hears of the daemon's health, which is to be good. */
  static void health(Round round) {
    last(
        round,
        "health.watch",
        (Observer<HealthCheckResponse> observer) ->
            HealthGrpc.newStub(round.rpc().channel())
                .watch(HealthCheckRequest.getDefaultInstance(), observer));
  }

  private interface Call<T> {
    void begin(Observer<T> observer);
  }

  private static <T> void last(Round round, String name, Call<T> call) {
    Context.CancellableContext context = Context.current().withCancellation();
    Observer<T> observer = new Observer<>(round, name);
    context.run(() -> call.begin(observer));
    while (!round.ended().getAsBoolean() && !observer.over.get()) {
      rest(20);
    }
    observer.over.set(true);
    context.cancel(null);
  }

  private static final class Observer<T> implements StreamObserver<T> {
    private final Round round;
    private final String name;
    final AtomicBoolean over = new AtomicBoolean();

    Observer(Round round, String name) {
      this.round = round;
      this.name = name;
    }

    @Override
    public void onNext(T message) {
      if (message instanceof HealthCheckResponse health
          && health.getStatus() != HealthCheckResponse.ServingStatus.SERVING) {
        onError(
            Status.UNAVAILABLE.withDescription("told " + health.getStatus()).asRuntimeException());
      }
    }

    @Override
    public void onError(Throwable failure) {
      if (over.compareAndSet(false, true)) {
        round.meter().failed(name, failure);
      }
    }

    @Override
    public void onCompleted() {
      onError(new IllegalStateException("ended without a reason"));
    }
  }
}
