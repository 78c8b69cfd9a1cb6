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

/** One wait for a process' end, without a thread: a call that the shim answers late. */
final class ExitWait {
  private final CompletableFuture<Exit> exit = new CompletableFuture<>();
  private final CompletableFuture<Integer> pid;
  private final CompletableFuture<Exit> endOfShim;

  /**
   * @param endOfShim how the task ended if its shim ends first
   * @param knownPid 0 where it has to be asked for
   */
  ExitWait(TaskApi api, String execId, CompletableFuture<Exit> endOfShim, int knownPid) {
    this.endOfShim = endOfShim;
    // the answer does not tell it, and after the end the process may be forgotten soon
    this.pid =
        knownPid != 0
            ? CompletableFuture.completedFuture(knownPid)
            : api.stateLater(execId).thenApply(StateResponse::getPid).exceptionally(e -> 0);
    CompletableFuture<WaitResponse> call = api.waitLater(execId);
    call.whenComplete(this::answered);
    exit.whenComplete((done, failure) -> call.cancel(false));
  }

  CompletableFuture<Exit> future() {
    return exit;
  }

  private void answered(WaitResponse response, Throwable failure) {
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
