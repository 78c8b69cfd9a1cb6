package io.felucca.services;

import io.felucca.wire.health.HealthCheckResponse;
import io.felucca.wire.health.HealthCheckResponse.ServingStatus;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Those who watch the health of something: they hear of it at once and then whenever it changes.
 * The states are looked at now and again, and only while somebody watches a plugin, or while the
 * service instance has gone and another one is there for new watchers.
 */
final class HealthWatch {
  private static final int LOOK_EVERY_MS = 200;

  private final Function<String, ServingStatus> status;
  private final Map<ServerCallStreamObserver<HealthCheckResponse>, Watcher> watchers =
      new ConcurrentHashMap<>();
  private BooleanSupplier successor;
  private ScheduledThreadPoolExecutor clock;

  private record Watcher(String name, ServingStatus told) {}

  HealthWatch(Function<String, ServingStatus> status) {
    this.status = status;
  }

  synchronized void add(String name, ServerCallStreamObserver<HealthCheckResponse> to) {
    ServingStatus now = status.apply(name);
    to.onNext(HealthService.response(now));
    watchers.put(to, new Watcher(name, now));
    if (mustLook()) {
      begin();
    }
  }

  private boolean mustLook() {
    return successor != null
        ? !watchers.isEmpty()
        : watchers.values().stream().anyMatch(watcher -> !watcher.name().isEmpty());
  }

  private void begin() {
    if (clock == null) {
      clock = new ScheduledThreadPoolExecutor(1, HealthWatch::thread);
      clock.scheduleWithFixedDelay(this::look, LOOK_EVERY_MS, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "health-watch");
    thread.setDaemon(true);
    return thread;
  }

  synchronized void remove(ServerCallStreamObserver<HealthCheckResponse> to) {
    watchers.remove(to);
    if (!mustLook()) {
      rest();
    }
  }

  private void rest() {
    if (clock != null) {
      clock.shutdownNow();
      clock = null;
    }
  }

  private synchronized void look() {
    if (successor != null && !successor.getAsBoolean()) {
      end();
      return;
    }
    watchers.forEach(
        (to, watcher) -> {
          ServingStatus now = status.apply(watcher.name());
          if (now != watcher.told() && !to.isCancelled()) {
            to.onNext(HealthService.response(now));
            watchers.put(to, new Watcher(watcher.name(), now));
          }
        });
  }

  /**
   * The service instance goes: its watchers are served on while another one is there, and end with
   * the last one.
   *
   * @param isServed whether an instance is there
   */
  synchronized void retire(BooleanSupplier isServed) {
    successor = isServed;
    if (!isServed.getAsBoolean()) {
      end();
    } else if (mustLook()) {
      begin();
    }
  }

  private void end() {
    for (ServerCallStreamObserver<HealthCheckResponse> to : watchers.keySet()) {
      to.onNext(HealthService.response(ServingStatus.NOT_SERVING));
      to.onCompleted();
    }
    watchers.clear();
    rest();
  }
}
