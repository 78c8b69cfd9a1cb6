package io.felucca.registry.graph;

import io.felucca.registry.graph.Workshop.Attempt;
import io.felucca.registry.slot.Vacancy;

/** Brings up a plugin that does not serve: with the best candidate, or else with the next one. */
final class BringUp {
  private final Node node;
  private final Workshop workshop;

  BringUp(Node node, Workshop workshop) {
    this.node = node;
    this.workshop = workshop;
  }

  /** To be called with the node's monitor held. */
  Change run(Wanted next) {
    node.dropPending();
    node.slot().vacate(Vacancy.expected("starting"));
    Attempt first = null;
    for (Candidate candidate : next.candidates()) {
      Attempt attempt = workshop.attempt(node, candidate, next);
      if (attempt.isUp()) {
        node.dropPending();
        node.serve(attempt.generation(), first == null ? "" : first.failure());
        return Change.of(node.uri(), Change.Kind.UP);
      }
      node.keepOrDiscard(attempt);
      first = first == null ? attempt : first;
    }
    return node.stayDown(first.outcome());
  }
}
