package io.felucca.registry.graph;

import io.felucca.registry.component.ComponentInstance;
import io.felucca.registry.component.Components;
import io.felucca.registry.component.Outcome;
import java.io.IOException;
import java.util.concurrent.Executor;

/** Makes generations and lets them go. */
final class Workshop {
  private final Components components;
  private final Executor executor;

  Workshop(Components components, Executor executor) {
    this.components = components;
    this.executor = executor;
  }

  /**
   * An attempt to bring an instance up.
   *
   * @param generation null where not even its configuration could be written
   */
  record Attempt(Generation generation, Outcome outcome) {
    boolean isUp() {
      return outcome instanceof Outcome.Up;
    }
  }

  Attempt attempt(Candidate candidate, Wanted wanted) {
    try {
      String pid = wanted.pid();
      ComponentInstance made = components.make(candidate.bundle(), pid, wanted.properties());
      return open(new Generation(candidate, wanted.properties(), made, null));
    } catch (IOException | IllegalStateException e) {
      return new Attempt(null, new Outcome.Failed("cannot write its configuration: " + e));
    }
  }

  /** Tries once more with an instance that was waiting. */
  Attempt open(Generation idle) {
    Outcome outcome = idle.instance().open();
    return outcome instanceof Outcome.Up up
        ? new Attempt(idle.serving(up.service()), outcome)
        : new Attempt(idle, outcome);
  }

  void discard(Generation generation) {
    if (generation != null) {
      generation.instance().delete();
    }
  }

  /** Lets it go when its last caller has left; never on that caller's thread. */
  void retire(Generation old) {
    old.tenant().retire(() -> executor.execute(() -> discard(old)));
  }
}
