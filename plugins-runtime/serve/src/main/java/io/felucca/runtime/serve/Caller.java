package io.felucca.runtime.serve;

import io.felucca.api.Scope;
import io.felucca.ttrpc.TtrpcRequest;
import java.time.Instant;
import java.util.Optional;

/** In whose name a request comes. */
final class Caller {
  private static final String NAMESPACE = "containerd-namespace-ttrpc";

  private final Ledger ledger;

  Caller(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * The scope of a request about a task: its header names the namespace; without a header it is the
   * one which has a task of that ID.
   */
  Scope of(TtrpcRequest request, String id) {
    Optional<String> named = request.metadata().first(NAMESPACE).filter(text -> !text.isEmpty());
    String namespace = named.or(() -> ledger.only(id).map(TaskKey::namespace)).orElse("");
    return new Scope(namespace, "", deadline(request));
  }

  private static Instant deadline(TtrpcRequest request) {
    return request.timeout().isZero() ? Instant.MAX : Instant.now().plus(request.timeout());
  }
}
