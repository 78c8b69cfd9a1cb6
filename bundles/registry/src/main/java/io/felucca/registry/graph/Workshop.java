package io.felucca.registry.graph;

import io.felucca.registry.component.ComponentInstance;
import io.felucca.registry.component.Components;
import io.felucca.registry.component.Outcome;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** Makes generations and lets them go. */
final class Workshop {
  private final Components components;
  private final Executor executor;
  private final Needs needs;
  private final Map<Long, Node> owners = new ConcurrentHashMap<>();

  Workshop(Components components, Executor executor, Needs needs) {
    this.components = components;
    this.executor = executor;
    this.needs = needs;
  }

  /**
   * An attempt to bring an instance up.
   *
   * @param generation null where not even its configuration could be written
   */
  record Attempt(Candidate candidate, Generation generation, Outcome outcome) {
    boolean isUp() {
      return outcome instanceof Outcome.Up;
    }

    String failure() {
      return candidate.origin() + " failed: " + outcome.reason();
    }
  }

  Attempt attempt(Node node, Candidate candidate, Wanted wanted) {
    try {
      ComponentInstance made =
          components.make(candidate.bundle(), wanted.pid(), wanted.properties());
      owners.put(made.number(), node);
      return open(new Generation(candidate, wanted.properties(), made, null));
    } catch (IOException | IllegalStateException e) {
      String why = "cannot write its configuration: " + e;
      return new Attempt(candidate, null, new Outcome.Failed(why));
    }
  }

  /** Tries once more with an instance that was waiting. */
  Attempt open(Generation idle) {
    Outcome outcome = idle.instance().open();
    Generation now = outcome instanceof Outcome.Up up ? idle.serving(up.service()) : idle;
    return new Attempt(idle.candidate(), now, outcome);
  }

  /** Why an attempt ended as it did, as things stand now. */
  String why(Outcome outcome) {
    return outcome instanceof Outcome.Waits waits ? needs.words(waits) : outcome.reason();
  }

  /** Whose instance this is; null where it is gone. */
  Node owner(long number) {
    return owners.get(number);
  }

  /** Deletes a generation, if there is one. */
  void discard(Generation generation) {
    if (generation != null) {
      owners.remove(generation.number());
      generation.instance().delete();
    }
  }

  /** Lets it go when its last caller has left; never on that caller's thread. */
  void retire(Generation old) {
    old.tenant().retire(() -> later(() -> discard(old)));
  }

  /** Does something where no monitor is held. */
  void later(Runnable task) {
    executor.execute(task);
  }
}
