package io.felucca.shim.sandbox;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.sandbox.SandboxExit;
import io.felucca.shim.wire.ShimClient;
import io.felucca.shim.wire.ShimFaults;
import io.felucca.ttrpc.TtrpcClosedException;
import io.felucca.ttrpc.TtrpcException;
import io.felucca.wire.convert.Times;
import io.felucca.wire.shim.EndedSandbox;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Who waits for the ends of sandboxes, and what happens when a shim goes. */
final class SandboxWaits implements AutoCloseable {
  private static final Logger LOG = System.getLogger("io.felucca.shim");

  /** A shim that ends hangs up a little before nobody listens at its socket any more. */
  private static final long DYING_NANOS = TimeUnit.SECONDS.toNanos(3);

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final SandboxEnd end;
  private final Duration load;
  private final Map<CompletableFuture<SandboxExit>, ShimSandbox> open = new ConcurrentHashMap<>();

  SandboxWaits(SandboxEnd end, Duration load) {
    this.end = end;
    this.load = load;
  }

  CompletableFuture<SandboxExit> begin(ShimSandbox sandbox) {
    CompletableFuture<SandboxExit> one = new CompletableFuture<>();
    open.put(one, sandbox);
    one.whenComplete((exit, failure) -> open.remove(one));
    Optional<CompletableFuture<EndedSandbox>> call =
        sandbox.ask(Scope.of(sandbox.folder().namespace()), load, link -> link.api().waitLater());
    if (call.isEmpty()) {
      one.complete(end.lost(sandbox));
    } else {
      one.whenComplete((exit, failure) -> call.get().cancel(false));
      call.get().whenComplete((told, failure) -> answered(one, told, failure));
    }
    return one;
  }

  /** A connection that is lost is seen to by {@link #mourn}. */
  private void answered(CompletableFuture<SandboxExit> one, EndedSandbox told, Throwable failure) {
    if (failure == null) {
      one.complete(
          new SandboxExit(
              told.getExitStatus(), Times.fromWire(told.hasExitedAt(), told.getExitedAt())));
      return;
    }
    TtrpcException cause = ShimClient.cause(failure);
    if (!(cause instanceof TtrpcClosedException)) {
      one.completeExceptionally(ShimFaults.of(cause));
    }
  }

  /** Connects to a shim that an earlier instance has left, so that its end is noticed. */
  void greet(ShimSandbox sandbox) {
    try {
      if (sandbox.note().exit() == null && sandbox.isDead()) {
        end.lost(sandbox);
      } else if (!sandbox.isDead()) {
        sandbox.link(load);
      }
    } catch (Fault e) {
      LOG.log(Level.WARNING, "shim does not answer, it is asked again when needed " + sandbox, e);
    }
  }

  /** The connection is gone: who waits learns of the end, or has to ask again where it is none. */
  void mourn(ShimSandbox sandbox) {
    try {
      if (isDying(sandbox)) {
        SandboxExit exit = end.lost(sandbox);
        each(sandbox, one -> one.complete(exit));
      } else {
        fail(sandbox, Fault.unavailable("shim of sandbox \"%s\" has hung up", sandbox.id()));
      }
    } catch (Fault e) {
      fail(sandbox, e);
    }
  }

  private static boolean isDying(ShimSandbox sandbox) {
    long until = System.nanoTime() + DYING_NANOS;
    while (!sandbox.isDead() && System.nanoTime() - until < 0) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return sandbox.isDead();
  }

  void forgotten(ShimSandbox sandbox) {
    fail(sandbox, ShimSandbox.unknown(sandbox.id()));
  }

  private void fail(ShimSandbox sandbox, Fault why) {
    each(sandbox, one -> one.completeExceptionally(why));
  }

  private void each(ShimSandbox sandbox, Consumer<CompletableFuture<SandboxExit>> step) {
    open.forEach(
        (one, its) -> {
          if (its == sandbox) {
            step.accept(one);
          }
        });
  }

  @Override
  public void close() {
    Fault gone = Fault.unavailable("the controller of sandboxes is being replaced");
    open.keySet().forEach(one -> one.completeExceptionally(gone));
  }
}
