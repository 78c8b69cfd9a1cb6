package io.felucca.shim.runtime;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.shim.folder.Endpoint;
import io.felucca.shim.wire.Patience;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A task's way to its shim: a link that stands, or one that is still being tried. */
final class Contact {
  /** Callers without a deadline, or with a far one, learn the reason after this time. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final String id;
  private final Endpoint endpoint;
  private final CompletableFuture<ShimLink> link = new CompletableFuture<>();
  private volatile String obstacle = "no answer yet";

  Contact(String id, Endpoint endpoint) {
    this.id = id;
    this.endpoint = endpoint;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /** The link stands from now on; it is closed where the task has been given up meanwhile. */
  void establish(ShimLink made) {
    if (!link.complete(made)) {
      made.close();
    }
  }

  /** Why the last try failed: callers are told. */
  void obstacle(Fault why) {
    obstacle = why.getMessage();
  }

  /** Hangs up; those who still wait for a link fail with this. */
  void end(Fault why) {
    link.completeExceptionally(why);
    link.thenAccept(ShimLink::close);
  }

  /** The link to be; fails where the task is given up before. */
  CompletableFuture<ShimLink> link() {
    return link;
  }

  /** The link; UNAVAILABLE where it does not stand. */
  ShimLink now() {
    return await(0);
  }

  /** The link, waited for while the scope has time; UNAVAILABLE where that is not enough. */
  ShimLink await(Scope scope) {
    // what is kept back lets the reason arrive before the caller gives up
    return link.isDone() ? await(0) : await(Patience.of(scope, LONGEST).toNanos() / 10 * 9);
  }

  private ShimLink await(long nanos) {
    try {
      return link.get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw Fault.unavailable(
          "shim of task %s at %s does not answer: %s; it is asked again until it does or its process ends",
          id, endpoint.address(), obstacle);
    } catch (ExecutionException e) {
      throw again(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Fault(Fault.Kind.CANCELLED, "interrupted", e);
    }
  }

  /** Each caller gets a stack trace of its own. */
  private static Fault again(Throwable why) {
    Fault.Kind kind = why instanceof Fault fault ? fault.kind() : Fault.Kind.UNKNOWN;
    return new Fault(kind, why.getMessage(), why.getCause());
  }
}
