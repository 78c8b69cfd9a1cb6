package io.felucca.shim.runtime;

import io.felucca.api.task.Exit;
import io.felucca.shim.proto.StateResponse;
import io.felucca.shim.proto.WaitResponse;
import io.felucca.shim.wire.ShimClient;
import io.felucca.shim.wire.ShimFaults;
import io.felucca.shim.wire.TaskApi;
import io.felucca.shim.wire.Values;
import io.felucca.ttrpc.TtrpcClosedException;
import io.felucca.ttrpc.TtrpcException;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntSupplier;

/**
 * One wait for a process' end, without a thread: a call that the shim answers late, and that is
 * made once there is a link to the shim.
 */
final class ExitWait {
  private final CompletableFuture<Exit> exit = new CompletableFuture<>();
  private final String execId;
  private final CompletableFuture<Exit> endOfShim;
  private final IntSupplier knownPid;

  /**
   * @param endOfShim how the task ended if its shim ends first
   * @param knownPid 0 where it has to be asked for
   */
  ExitWait(
      CompletableFuture<ShimLink> link,
      String execId,
      CompletableFuture<Exit> endOfShim,
      IntSupplier knownPid) {
    this.execId = execId;
    this.endOfShim = endOfShim;
    this.knownPid = knownPid;
    link.whenComplete(this::linked);
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
    exit.whenComplete((done, failure) -> call.cancel(false));
  }

  /** The answer does not tell it, and after the end the process may be forgotten soon. */
  private CompletableFuture<Integer> pid(TaskApi api) {
    int known = knownPid.getAsInt();
    return known != 0
        ? CompletableFuture.completedFuture(known)
        : api.stateLater(execId).thenApply(StateResponse::getPid).exceptionally(e -> 0);
  }

  CompletableFuture<Exit> future() {
    return exit;
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
    if (failure == null) {
      exit.complete(value);
    } else {
      exit.completeExceptionally(failure);
    }
  }
}
