package io.felucca.tasks;

import io.felucca.api.Fault;
import io.felucca.api.plugin.Carried;
import io.felucca.api.plugin.Farewell;
import io.felucca.api.task.Exit;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The waits for processes' ends that are open, with what tells each that it has to move on. */
final class Waits {
  private final Map<CompletableFuture<Exit>, Runnable> open = new ConcurrentHashMap<>();

  /**
   * Begins a wait that outlives the runtime's instances.
   *
   * @param question asks the runtime's instance that serves now
   * @param moving run when this service goes
   */
  CompletableFuture<Exit> begin(
      Function<Runnable, CompletableFuture<Exit>> question, Runnable moving) {
    CompletableFuture<Exit> wait = new Carried<>(question).begin();
    open.put(wait, moving);
    wait.whenComplete((exit, failure) -> open.remove(wait));
    return wait;
  }

  /**
   * Gives all waits up.
   *
   * @param successor whether there is another instance that can be asked
   */
  void end(boolean successor) {
    if (successor) {
      open.values().forEach(Runnable::run);
      Farewell.await(() -> !open.isEmpty());
    }
    Fault gone = Fault.unavailable("task service is gone");
    open.keySet().forEach(wait -> wait.completeExceptionally(gone));
  }
}
