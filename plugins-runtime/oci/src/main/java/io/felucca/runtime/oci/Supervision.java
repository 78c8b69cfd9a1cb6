package io.felucca.runtime.oci;

import io.felucca.api.Fault;
import io.felucca.api.task.TaskIo;
import io.felucca.linux.Signals;
import io.felucca.reaper.Launch;
import io.felucca.reaper.LaunchFailed;
import io.felucca.reaper.Supervised;
import io.felucca.reaper.Supervisor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** The supervisor, with an end to what hangs. */
final class Supervision {
  private static final TaskIo NONE = new TaskIo("", "", "", false);

  private final Supervisor supervisor;
  private final Executor workers;

  Supervision(Supervisor supervisor, Executor workers) {
    this.supervisor = supervisor;
    this.workers = workers;
  }

  /**
   * As the supervisor's own; a command that has not ended in time is killed, and nothing is left of
   * it (DEADLINE_EXCEEDED).
   */
  Supervised start(Launch launch, Duration limit) {
    CompletableFuture<Boolean> late = new CompletableFuture<>();
    late.completeOnTimeout(true, limit.toNanos(), TimeUnit.NANOSECONDS)
        .thenAccept(is -> endIf(is, launch.folder()));
    try {
      Supervised made = supervisor.start(launch);
      if (late.complete(false)) {
        return made;
      }
      abandon(launch.folder());
      throw tooLate(launch, null);
    } catch (LaunchFailed e) {
      throw late.complete(false) ? e : tooLate(launch, e);
    } finally {
      late.complete(false); // frees the timer
    }
  }

  private void endIf(boolean late, Path folder) {
    if (late) {
      workers.execute(() -> Launched.in(folder).end());
    }
  }

  private static RuntimeException tooLate(Launch launch, Throwable cause) {
    return new Fault(
        Fault.Kind.DEADLINE_EXCEEDED,
        launch.command().get(0) + " did not end in time for " + launch.id(),
        cause);
  }

  Supervised adopt(Path folder, TaskIo io) {
    return supervisor.adopt(folder, io);
  }

  /** Ends whatever was started there, half-made or not; nothing where nothing was. */
  void abandon(Path folder) {
    Launched.in(folder).end();
    try {
      Supervised left = supervisor.adopt(folder, NONE);
      left.signal(Signals.SIGKILL);
      left.exit()
          .copy()
          .completeOnTimeout(null, Patience.CLEANUP.toSeconds(), TimeUnit.SECONDS)
          .join();
      left.discard();
    } catch (Fault e) {
      if (e.kind() != Fault.Kind.NOT_FOUND) {
        throw e;
      }
    }
  }
}
