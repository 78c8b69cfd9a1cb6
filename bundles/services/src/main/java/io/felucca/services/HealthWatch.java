package io.felucca.services;

import io.felucca.wire.health.HealthCheckResponse;
import io.felucca.wire.health.HealthCheckResponse.ServingStatus;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Those who watch the health of something: they hear of it at once and then whenever it changes.
 * The states are looked at now and again, and only while somebody watches a plugin.
 */
final class HealthWatch {
  private static final int LOOK_EVERY_MS = 200;

  private final Function<String, ServingStatus> status;
  private final Map<ServerCallStreamObserver<HealthCheckResponse>, Watcher> watchers =
      new ConcurrentHashMap<>();
  private ScheduledThreadPoolExecutor clock;

  private record Watcher(String name, ServingStatus told) {}

  HealthWatch(Function<String, ServingStatus> status) {
    this.status = status;
  }

  synchronized void add(String name, ServerCallStreamObserver<HealthCheckResponse> to) {
    ServingStatus now = status.apply(name);
    to.onNext(HealthService.response(now));
    watchers.put(to, new Watcher(name, now));
    if (!name.isEmpty() && clock == null) {
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
    if (watchers.values().stream().allMatch(watcher -> watcher.name().isEmpty())) {
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
    watchers.forEach(
        (to, watcher) -> {
          ServingStatus now = status.apply(watcher.name());
          if (now != watcher.told() && !to.isCancelled()) {
            to.onNext(HealthService.response(now));
            watchers.put(to, new Watcher(watcher.name(), now));
          }
        });
  }

  /** The service goes: ends all. */
  synchronized void close() {
    rest();
    watchers
        .keySet()
        .forEach(to -> Replies.one(to, HealthService.response(ServingStatus.NOT_SERVING)));
    watchers.clear();
  }
}
