package io.felucca.shim.runtime;

import io.felucca.api.Fault;
import io.felucca.shim.folder.DeadSocket;
import io.felucca.shim.log.ShimLogs;
import io.felucca.shim.wire.ShimClient;
import io.felucca.shim.wire.ShimFaults;
import io.felucca.ttrpc.TtrpcTransport;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Tries to reach a shim that runs already, without a thread that waits for its answers. */
final class Approach {
  /** A shim may be slow rather than stuck: its answer is worth more than a further question. */
  private static final Duration ANSWER = Duration.ofSeconds(60);

  private final TtrpcTransport transport;
  private final ShimLogs logs;
  private final Duration answer;

  /**
   * @param load how long a shim has in any case
   */
  Approach(TtrpcTransport transport, ShimLogs logs, Duration load) {
    this.transport = transport;
    this.logs = logs;
    this.answer = load.compareTo(ANSWER) > 0 ? load : ANSWER;
  }

  /**
   * Connects, and asks the shim for the task; the future never fails and completes on the
   * transport's thread.
   *
   * @param limit how long the caller waits while the shim does not even accept
   */
  CompletableFuture<Finding> start(ShimTask task, Duration limit) {
    try {
      return ask(task, open(task, limit));
    } catch (Fault e) {
      return CompletableFuture.completedFuture(failed(task, e));
    }
  }

  private ShimLink open(ShimTask task, Duration limit) {
    ShimLogs.Following log = ShimLink.follow(logs, task.folder());
    return ShimLink.open(transport, task.folder(), task.contact().endpoint(), log, limit);
  }

  private CompletableFuture<Finding> ask(ShimTask task, ShimLink link) {
    return link.api()
        .connectLater(answer)
        .thenCompose(
            shim ->
                known(link)
                    .thenApply(
                        is -> Finding.answered(link, shim.getTaskPid(), shim.getShimPid(), is)))
        .exceptionally(
            failure -> {
              link.close();
              return failed(task, ShimFaults.of(ShimClient.cause(failure)));
            });
  }

  /** Whether the shim has the task: a crash may have come between its start and the creation. */
  private CompletableFuture<Boolean> known(ShimLink link) {
    return link.api()
        .stateLater(answer, "")
        .handle(
            (state, failure) -> {
              if (failure != null && !isUnknown(failure)) {
                throw new CompletionException(ShimClient.cause(failure));
              }
              return failure == null;
            });
  }

  private static boolean isUnknown(Throwable failure) {
    return ShimFaults.of(ShimClient.cause(failure)).kind() == Fault.Kind.NOT_FOUND;
  }

  /** Only a socket that nobody listens to tells the end of a shim; all else can be load. */
  private static Finding failed(ShimTask task, Fault why) {
    boolean gone = !task.folder().exists() || DeadSocket.is(task.contact().endpoint());
    return Finding.failed(gone, why);
  }
}
