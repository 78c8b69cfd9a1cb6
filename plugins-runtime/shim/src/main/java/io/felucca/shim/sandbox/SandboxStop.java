package io.felucca.shim.sandbox;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.sandbox.SandboxExit;
import io.felucca.shim.wire.Patience;
import io.felucca.shim.wire.SandboxApi;
import io.felucca.wire.convert.Times;
import io.felucca.wire.shim.EndedSandbox;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Has a shim stop its sandbox, and notes the end that it tells. */
final class SandboxStop {
  /** How long a shim has to tell the end of a sandbox that it was told to stop. */
  private static final Duration FAREWELL = Duration.ofSeconds(5);

  private final SandboxEnd end;
  private final Duration load;

  SandboxStop(SandboxEnd end, Duration load) {
    this.end = end;
    this.load = load;
  }

  void stop(Scope scope, ShimSandbox sandbox, Duration patience) {
    Optional<SandboxExit> told =
        sandbox.ask(
            scope,
            load,
            link -> {
              CompletableFuture<EndedSandbox> wait = link.api().waitLater();
              stopQuietly(scope, link.api(), patience);
              return farewell(wait);
            });
    if (told.isPresent()) {
      sandbox.change(note -> note.ended(told.get()));
    } else if (sandbox.isDead()) {
      end.lost(sandbox);
    }
  }

  private static void stopQuietly(Scope scope, SandboxApi api, Duration patience) {
    try {
      api.stop(Math.toIntExact(patience.toSeconds()), Patience.of(scope));
    } catch (Fault e) {
      if (e.kind() != Fault.Kind.NOT_FOUND && e.kind() != Fault.Kind.UNAVAILABLE) {
        throw new Fault(e.kind(), "failed to stop sandbox: " + e.getMessage(), e.getCause());
      }
    }
  }

  /** Null where the shim went without a word, or says nothing of an end. */
  private static SandboxExit farewell(CompletableFuture<EndedSandbox> wait) {
    try {
      EndedSandbox end = wait.get(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
      Instant at = Times.fromWire(end.hasExitedAt(), end.getExitedAt());
      return new SandboxExit(end.getExitStatus(), at == null ? Instant.now() : at);
    } catch (ExecutionException | TimeoutException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Fault(Fault.Kind.CANCELLED, "interrupted", e);
    } finally {
      wait.cancel(false);
    }
  }
}
