package io.felucca.shim.runtime;

import io.felucca.api.task.Exit;
import io.felucca.shim.wire.ShimClient;
import io.felucca.shim.wire.ShimFaults;
import io.felucca.shim.wire.TaskApi;
import io.felucca.shim.wire.Values;
import io.felucca.ttrpc.TtrpcClosedException;
import io.felucca.ttrpc.TtrpcException;
import io.felucca.wire.shim.StateResponse;
import io.felucca.wire.shim.WaitResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/**
 * The wait for a process' end, without a thread: one call that the shim answers late, and that is
 * made once there is a link to the shim, for all who wait.
 */
final class ExitWait {
  private final CompletableFuture<Exit> exit = new CompletableFuture<>();
  private final Map<CompletableFuture<Exit>, Runnable> waiting = new ConcurrentHashMap<>();
  private final String execId;
  private final CompletableFuture<Exit> endOfShim;
  private final IntSupplier knownPid;

  /**
   * @param endOfShim how the task ended if its shim ends first
   * @param knownPid 0 where it has to be asked for
   */
  ExitWait(String execId, CompletableFuture<Exit> endOfShim, IntSupplier knownPid) {
    this.execId = execId;
    this.endOfShim = endOfShim;
    this.knownPid = knownPid;
    exit.whenComplete((how, failure) -> waiting.keySet().forEach(one -> tell(one, how, failure)));
  }

  /** Asks when there is a link. */
  ExitWait begin(CompletableFuture<ShimLink> link) {
    link.whenComplete(this::linked);
    return this;
  }

  /**
   * One more who waits.
   *
   * @param moving run when it should wait elsewhere
   */
  CompletableFuture<Exit> join(Runnable moving) {
    CompletableFuture<Exit> one = new CompletableFuture<>();
    waiting.put(one, moving);
    one.whenComplete((how, failure) -> waiting.remove(one));
    if (exit.isDone()) {
      exit.whenComplete((how, failure) -> tell(one, how, failure));
    }
    return one;
  }

  private static void tell(CompletableFuture<Exit> one, Exit how, Throwable failure) {
    if (failure == null) {
      one.complete(how);
    } else {
      one.completeExceptionally(failure);
    }
  }

  /** Asks all who wait to do so elsewhere. */
  void move() {
    waiting.values().forEach(Runnable::run);
  }

  boolean isAwaited() {
    return !waiting.isEmpty();
  }

  boolean isOver() {
    return exit.isDone();
  }

  private void linked(ShimLink link, Throwable failure) {
    if (failure != null) {
      endOfShim.whenComplete(this::settle);
    } else if (!exit.isDone()) {
      ask(link.api());
    }
  }

  private void ask(TaskApi api) {
    CompletableFuture<Integer> pid = pid(api);
    CompletableFuture<WaitResponse> call = api.waitLater(execId);
    call.whenComplete((response, failure) -> answered(pid, response, failure));
  }

  /** The answer does not tell it, and after the end the process may be forgotten soon. */
  private CompletableFuture<Integer> pid(TaskApi api) {
    int known = knownPid.getAsInt();
    return known != 0
        ? CompletableFuture.completedFuture(known)
        : api.stateLater(execId).thenApply(StateResponse::getPid).exceptionally(e -> 0);
  }

  private void answered(CompletableFuture<Integer> pid, WaitResponse response, Throwable failure) {
    if (failure == null) {
      pid.thenAccept(
          number ->
              exit.complete(
                  new Exit(
                      number, response.getExitStatus(), Values.instant(response.getExitedAt()))));
      return;
    }
    TtrpcException cause = ShimClient.cause(failure);
    if (cause instanceof TtrpcClosedException) {
      endOfShim.whenComplete(this::settle);
    } else {
      exit.completeExceptionally(ShimFaults.of(cause));
    }
  }

  private void settle(Exit value, Throwable failure) {
    tell(exit, value, failure);
  }
}
