package io.felucca.registry.graph;

import io.felucca.registry.component.Outcome;
import io.felucca.registry.graph.Workshop.Attempt;
import io.felucca.registry.slot.Vacancy;

/**
 * Replaces the instance of a plugin that serves.
 *
 * <p>The new instance comes up beside the old one, takes the slot, and the old one goes when its
 * last caller has left. One that cannot live twice is replaced in place: callers wait, and the old
 * one comes back where the new one fails.
 */
final class Replacement {
  private final Node node;
  private final Workshop workshop;

  Replacement(Node node, Workshop workshop) {
    this.node = node;
    this.workshop = workshop;
  }

  /** To be called with the node's monitor held; with {@code again} even by the same once more. */
  Change run(Wanted next, boolean again) {
    String why = "";
    for (Candidate candidate : next.candidates()) {
      if (node.serving() == null || !again && node.serving().isLike(candidate, next)) {
        break;
      }
      boolean beside = candidate.declaration().beside();
      Attempt attempt = beside ? beside(candidate, next, why) : inPlace(candidate, next, why);
      if (attempt.isUp()) {
        return Change.of(node.uri(), Change.Kind.REPLACED);
      }
      if (attempt.outcome() instanceof Outcome.Skipped skipped && isServedBy(candidate)) {
        return node.skip(skipped);
      }
      why = why.isEmpty() ? attempt.failure() : why;
    }
    return keep(why);
  }

  /** What the configuration means is up to the code that serves; other code has merely failed. */
  private boolean isServedBy(Candidate candidate) {
    return node.serving() != null && node.serving().candidate().bundle() == candidate.bundle();
  }

  private Change keep(String why) {
    if (node.serving() == null) {
      return new Change(node.uri(), Change.Kind.FAILED, why);
    }
    node.settle(node.status().because(why));
    return why.isEmpty()
        ? Change.of(node.uri(), Change.Kind.NONE)
        : new Change(node.uri(), Change.Kind.KEPT, why);
  }

  private Attempt beside(Candidate candidate, Wanted next, String note) {
    Attempt attempt = workshop.attempt(node, candidate, next);
    if (attempt.isUp()) {
      workshop.retire(node.serve(attempt.generation(), note));
    } else {
      workshop.discard(attempt.generation());
    }
    return attempt;
  }

  private Attempt inPlace(Candidate candidate, Wanted next, String note) {
    Generation old = node.serving();
    node.slot().vacate(Vacancy.expected("being replaced"));
    old.tenant().suspend();
    if (!old.tenant().awaitEmpty(Node.DRAIN)) {
      old.tenant().resume();
      node.slot().occupy(old.tenant());
      String why = old.tenant().callers() + " callers do not leave";
      return new Attempt(candidate, null, new Outcome.Failed(why));
    }
    workshop.discard(old);
    Attempt attempt = workshop.attempt(node, candidate, next);
    if (attempt.isUp()) {
      node.serve(attempt.generation(), note);
    } else {
      workshop.discard(attempt.generation());
      restore(old, next, attempt.failure());
    }
    return attempt;
  }

  private void restore(Generation old, Wanted next, String note) {
    Wanted before = next.only(old.candidate()).with(old.properties());
    Attempt back = workshop.attempt(node, old.candidate(), before);
    if (back.isUp()) {
      node.serve(back.generation(), note);
    } else {
      node.keepOrDiscard(back);
      node.stayDown(back.outcome());
    }
  }
}
