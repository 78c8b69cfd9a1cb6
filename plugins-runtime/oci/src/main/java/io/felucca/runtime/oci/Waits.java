package io.felucca.runtime.oci;

import io.felucca.api.task.Exit;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Those who wait for the end of a process. */
final class Waits {
  private final Map<CompletableFuture<Exit>, Runnable> waiting = new ConcurrentHashMap<>();

  /**
   * One more who waits.
   *
   * @param moving run when it should wait elsewhere
   */
  CompletableFuture<Exit> join(Runnable moving) {
    CompletableFuture<Exit> one = new CompletableFuture<>();
    waiting.put(one, moving);
    one.whenComplete((how, failure) -> waiting.remove(one));
    return one;
  }

  void complete(Exit exit) {
    waiting.keySet().forEach(one -> one.complete(exit));
  }

  void fail(Throwable why) {
    waiting.keySet().forEach(one -> one.completeExceptionally(why));
  }

  /** Asks all who wait to do so elsewhere. */
  void move() {
    waiting.values().forEach(Runnable::run);
  }

  boolean isAwaited() {
    return !waiting.isEmpty();
  }
}
