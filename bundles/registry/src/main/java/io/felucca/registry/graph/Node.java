package io.felucca.registry.graph;

import io.felucca.api.plugin.PluginState;
import io.felucca.registry.component.Outcome;
import io.felucca.registry.declare.PluginUri;
import io.felucca.registry.graph.Workshop.Attempt;
import io.felucca.registry.slot.Slot;
import io.felucca.registry.slot.Tenant;
import io.felucca.registry.slot.Vacancy;
import java.time.Duration;
import org.osgi.framework.Bundle;

/**
 * One plugin: its slot, the generation that serves, the one that waits, and where it stands.
 *
 * <p>Whoever changes it holds its monitor; readers see the last settled state. How it goes from one
 * generation to the next is said by {@link BringUp} and {@link Replacement}.
 */
final class Node {
  /** How long callers may take to leave an instance that cannot wait for them. */
  static final Duration DRAIN = Duration.ofSeconds(5);

  private final PluginUri uri;
  private final Slot slot;
  private final Workshop workshop;
  private final StatusWatcher watcher;
  private final Outside.Mark outside = new Outside.Mark();
  private volatile Wanted wanted;
  private volatile Generation serving;
  private volatile Status status = Status.now(PluginState.WAITING, "starting");
  private volatile Outcome waits;
  private Generation pending;
  private Wanted tried;

  Node(PluginUri uri, Workshop workshop, StatusWatcher watcher) {
    this.uri = uri;
    this.slot = new Slot(uri.toString());
    this.workshop = workshop;
    this.watcher = watcher;
  }

  PluginUri uri() {
    return uri;
  }

  /** What it waits for outside of the daemon. */
  Outside.Mark outside() {
    return outside;
  }

  Slot slot() {
    return slot;
  }

  Status status() {
    return status;
  }

  /** Where it stands; where it waits, with what it waits for as that stands now. */
  Status shown() {
    Status now = status;
    Outcome last = waits;
    return now.state() == PluginState.WAITING && last != null
        ? now.because(workshop.why(last))
        : now;
  }

  /** The instance that serves; null for none. */
  Generation serving() {
    return serving;
  }

  /** What was last wanted; null before anything was. */
  Wanted wanted() {
    return wanted;
  }

  /** Whether it said that something is unavailable; nothing will tell when that is there again. */
  synchronized boolean isToBeRetried() {
    return status.state() == PluginState.WAITING && serving == null && pending == null;
  }

  /** Makes the plugin what is wanted. */
  synchronized Change become(Wanted next, Again again) {
    wanted = next;
    boolean enough = again == Again.NEVER || again == Again.WHERE_FAILED && isLike(next);
    if (enough && next.isSameAs(tried)) {
      return Change.of(uri, Change.Kind.NONE);
    }
    tried = next;
    if (next.disabled()) {
      goDown(
          Vacancy.notFound("disabled by the configuration"),
          Status.now(PluginState.DISABLED, "disabled by the configuration"));
      return Change.of(uri, Change.Kind.DISABLED);
    }
    return serving == null
        ? new BringUp(this, workshop).run(next)
        : new Replacement(this, workshop).run(next, again == Again.ALWAYS);
  }

  /** As it is configured now it does not apply here: the instance that serves goes. */
  Change skip(Outcome.Skipped outcome) {
    goDown(Vacancy.unavailable(outcome.reason()), Status.now(PluginState.SKIP, outcome.reason()));
    return new Change(uri, Change.Kind.SKIPPED, outcome.reason());
  }

  private boolean isLike(Wanted next) {
    return next.disabled()
        ? status.state() == PluginState.DISABLED
        : serving != null && serving.isLike(next.best(), next);
  }

  private void goDown(Vacancy vacancy, Status next) {
    dropPending();
    Generation old = serving;
    serving = null;
    slot.vacate(vacancy);
    if (old != null) {
      workshop.retire(old);
    }
    settle(next);
  }

  /** Forgets the generation that waits. */
  void dropPending() {
    workshop.discard(pending);
    pending = null;
  }

  /** Keeps an attempt that comes up by itself later, and forgets any other that failed. */
  void keepOrDiscard(Attempt attempt) {
    if (attempt.outcome() instanceof Outcome.Waits && pending == null) {
      pending = attempt.generation();
    } else {
      workshop.discard(attempt.generation());
    }
  }

  private Generation occupy(Generation generation) {
    Generation old = serving;
    serving = generation;
    slot.occupy(generation.tenant());
    if (!generation.instance().isThere()) {
      // lost before anybody knew that it serves
      workshop.later(() -> recover(generation.number()));
    }
    return old;
  }

  /**
   * Gives the slot to a generation.
   *
   * @param note why another one does not serve in its place; mostly empty
   * @return the generation before; null for none
   */
  Generation serve(Generation generation, String note) {
    status = Status.now(PluginState.OK, note);
    Generation old = occupy(generation);
    settle(status);
    return old;
  }

  /** Serves no more, because of how an attempt ended. */
  Change stayDown(Outcome outcome) {
    String why = workshop.why(outcome);
    waits = outcome;
    serving = null;
    if (outcome instanceof Outcome.Waits || outcome instanceof Outcome.Unavailable) {
      slot.vacate(Vacancy.expected(why));
      settle(Status.now(PluginState.WAITING, why));
      return new Change(uri, Change.Kind.WAITS, why);
    }
    boolean skipped = outcome instanceof Outcome.Skipped;
    slot.vacate(Vacancy.unavailable(why));
    if (skipped && status.state() == PluginState.SKIP && status.reason().equals(why)) {
      return Change.of(uri, Change.Kind.NONE);
    }
    settle(Status.now(skipped ? PluginState.SKIP : PluginState.ERROR, why));
    return new Change(uri, skipped ? Change.Kind.SKIPPED : Change.Kind.FAILED, why);
  }

  private void recover(long number) {
    lose(number);
    settle(number);
  }

  /**
   * The service of an instance goes without our doing: nobody comes in any more, and those inside
   * get a moment to leave. Called where the node's monitor must not be waited for.
   */
  void lose(long number) {
    Generation gone = serving;
    if (gone == null || gone.number() != number) {
      return;
    }
    Tenant tenant = gone.tenant();
    if (slot.vacate(tenant, Vacancy.expected("what it needs went away"))) {
      tenant.suspend();
      tenant.awaitEmpty(DRAIN);
    }
  }

  /** An instance was lost or has come back: brings the node in line with that. */
  synchronized void settle(long number) {
    if (isLost(number)) {
      dropPending();
      serving.instance().release();
      pending = serving.idle();
      serving = null;
    }
    if (pending != null && pending.number() == number) {
      open();
    }
  }

  private boolean isLost(long number) {
    return serving != null && serving.number() == number && slot.tenant() != serving.tenant();
  }

  private void open() {
    Attempt attempt = workshop.open(pending);
    if (attempt.isUp()) {
      pending = null;
      serve(attempt.generation(), "");
    } else {
      if (!(attempt.outcome() instanceof Outcome.Waits)) {
        dropPending();
      }
      stayDown(attempt.outcome());
    }
  }

  /** Why {@code fresh}, which declares the plugin, does not serve it; null where it does. */
  String failure(Bundle fresh, Bundle old) {
    Wanted now = wanted;
    Generation held = serving;
    if (now == null || now.disabled() || !now.best().bundle().equals(fresh)) {
      return null;
    }
    boolean stayed = isHeldBesides(fresh);
    boolean failed = fresh.equals(old) && (stayed || status.state() == PluginState.ERROR);
    return failed || (stayed && held.candidate().bundle().equals(old))
        ? uri + ": " + status.reason()
        : null;
  }

  private boolean isHeldBesides(Bundle fresh) {
    Generation held = serving;
    return held != null && !held.candidate().bundle().equals(fresh);
  }

  /** Why {@code fresh}, which would be the best, does not serve while another bundle does. */
  String outdone(Bundle fresh) {
    Wanted now = wanted;
    boolean best = now != null && !now.disabled() && now.best().bundle().equals(fresh);
    return best && isHeldBesides(fresh) ? uri + ": " + status.reason() : null;
  }

  /** Says why something else did not take the place of the instance that serves. */
  synchronized void remark(String reason) {
    if (serving != null) {
      settle(status.because(reason));
    }
  }

  /** The plugin is no longer known. */
  synchronized Change remove() {
    goDown(Vacancy.notFound("not known"), Status.now(PluginState.DISABLED, "removed"));
    return Change.of(uri, Change.Kind.REMOVED);
  }

  /** The daemon stops: closes the instance when its callers have left, or soon after. */
  synchronized void stop(Duration patience) {
    dropPending();
    Tenant tenant = slot.vacate(Vacancy.unavailable("the daemon stops"));
    if (tenant != null) {
      tenant.suspend();
      tenant.awaitEmpty(patience);
      workshop.discard(serving);
      serving = null;
    }
  }

  /** From now on it stands here. */
  void settle(Status next) {
    status = next;
    watcher.changed(uri, next.state(), next.reason());
  }
}
