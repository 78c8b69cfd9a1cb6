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
 * <p>Whatever changes it holds its monitor; readers see the last settled state.
 */
final class Node {
  private static final Duration DRAIN = Duration.ofSeconds(5);

  private final PluginUri uri;
  private final Slot slot;
  private final Workshop workshop;
  private final StatusWatcher watcher;
  private volatile Wanted wanted;
  private volatile Generation serving;
  private volatile Status status = Status.now(PluginState.WAITING, "starting");
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

  Slot slot() {
    return slot;
  }

  Status status() {
    return status;
  }

  /** The instance that serves; null for none. */
  Generation serving() {
    return serving;
  }

  Wanted wanted() {
    return wanted;
  }

  /** Whether it said that something is unavailable; nothing will tell when that is there again. */
  synchronized boolean isToBeRetried() {
    return status.state() == PluginState.WAITING && serving == null && pending == null;
  }

  /** Makes the plugin what is wanted; with {@code again} even if that was tried before. */
  synchronized Change become(Wanted next, boolean again) {
    wanted = next;
    if (!again && next.isSameAs(tried)) {
      return Change.of(uri, Change.Kind.NONE);
    }
    tried = next;
    if (next.disabled()) {
      return disable();
    }
    return serving == null ? bringUp(next) : replace(next, again);
  }

  private Change disable() {
    Vacancy vacancy = Vacancy.notFound("disabled by the configuration");
    goDown(vacancy, Status.now(PluginState.DISABLED, vacancy.reason()));
    return Change.of(uri, Change.Kind.DISABLED);
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

  private void dropPending() {
    workshop.discard(pending);
    pending = null;
  }

  private Change bringUp(Wanted next) {
    dropPending();
    slot.vacate(Vacancy.expected("starting"));
    Attempt first = null;
    for (Candidate candidate : next.candidates()) {
      Attempt attempt = workshop.attempt(candidate, next);
      if (attempt.isUp()) {
        dropPending();
        serve(attempt.generation(), first == null ? "" : fallback(first));
        return Change.of(uri, Change.Kind.UP);
      }
      keepOrDiscard(attempt);
      first = first == null ? attempt : first;
    }
    return stayDown(first.outcome());
  }

  private static String fallback(Attempt failed) {
    return failed.generation().candidate().origin() + " failed: " + failed.outcome().reason();
  }

  private void keepOrDiscard(Attempt attempt) {
    if (attempt.outcome() instanceof Outcome.Waits && pending == null) {
      pending = attempt.generation();
    } else {
      workshop.discard(attempt.generation());
    }
  }

  private void serve(Generation generation, String note) {
    serving = generation;
    slot.occupy(generation.tenant());
    settle(Status.now(PluginState.OK, note));
  }

  private Change stayDown(Outcome outcome) {
    String why = outcome.reason();
    if (outcome instanceof Outcome.Waits || outcome instanceof Outcome.Unavailable) {
      slot.vacate(Vacancy.expected(why));
      settle(Status.now(PluginState.WAITING, why));
      return new Change(uri, Change.Kind.WAITS, why);
    }
    boolean skipped = outcome instanceof Outcome.Skipped;
    slot.vacate(Vacancy.unavailable(why));
    settle(Status.now(skipped ? PluginState.SKIP : PluginState.ERROR, why));
    return new Change(uri, skipped ? Change.Kind.SKIPPED : Change.Kind.FAILED, why);
  }

  private Change replace(Wanted next, boolean again) {
    String why = "";
    for (Candidate candidate : next.candidates()) {
      if (!again && serving.isLike(candidate, next)) {
        break;
      }
      Attempt attempt =
          candidate.declaration().beside() ? beside(candidate, next) : inPlace(candidate, next);
      if (attempt.isUp()) {
        settle(Status.now(PluginState.OK, why));
        return Change.of(uri, Change.Kind.REPLACED);
      }
      why = why.isEmpty() ? candidate.origin() + " failed: " + attempt.outcome().reason() : why;
    }
    return keep(why);
  }

  private Change keep(String why) {
    if (serving == null) {
      return new Change(uri, Change.Kind.FAILED, why);
    }
    settle(status.because(why));
    return why.isEmpty()
        ? Change.of(uri, Change.Kind.NONE)
        : new Change(uri, Change.Kind.KEPT, why);
  }

  private Attempt beside(Candidate candidate, Wanted next) {
    Attempt attempt = workshop.attempt(candidate, next);
    if (attempt.isUp()) {
      Generation old = serving;
      serving = attempt.generation();
      slot.occupy(serving.tenant());
      workshop.retire(old);
    } else {
      workshop.discard(attempt.generation());
    }
    return attempt;
  }

  private Attempt inPlace(Candidate candidate, Wanted next) {
    Generation old = serving;
    slot.vacate(Vacancy.expected("being replaced"));
    old.tenant().suspend();
    if (!old.tenant().awaitEmpty(DRAIN)) {
      old.tenant().resume();
      slot.occupy(old.tenant());
      return new Attempt(
          null, new Outcome.Failed(old.tenant().callers() + " callers do not leave"));
    }
    workshop.discard(old);
    Attempt attempt = workshop.attempt(candidate, next);
    if (attempt.isUp()) {
      serving = attempt.generation();
      slot.occupy(serving.tenant());
      return attempt;
    }
    workshop.discard(attempt.generation());
    restore(old);
    return attempt;
  }

  private void restore(Generation old) {
    Wanted before = wanted.only(old.candidate()).with(old.properties());
    Attempt back = workshop.attempt(old.candidate(), before);
    serving = back.isUp() ? back.generation() : null;
    if (back.isUp()) {
      slot.occupy(serving.tenant());
    } else {
      keepOrDiscard(back);
      stayDown(back.outcome());
    }
  }

  /**
   * The service of an instance goes without our doing: nobody comes in any more, and those inside
   * get a moment to leave. Called where the node's monitor must not be waited for.
   */
  boolean lose(long number) {
    Generation gone = serving;
    if (gone == null || !gone.is(number)) {
      return false;
    }
    Tenant tenant = gone.tenant();
    if (slot.vacate(tenant, Vacancy.expected("what it needs went away"))) {
      tenant.suspend();
      tenant.awaitEmpty(DRAIN);
    }
    return true;
  }

  /** An instance was lost or has come back: brings the node in line with that. */
  synchronized void settle(long number) {
    if (serving != null && serving.is(number) && slot.tenant() != serving.tenant()) {
      dropPending();
      serving.instance().release();
      pending = serving.idle();
      serving = null;
    }
    if (pending == null || !pending.is(number)) {
      return;
    }
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
    boolean stayed = held != null && !held.candidate().bundle().equals(fresh);
    boolean failed = fresh.equals(old) && (stayed || status.state() == PluginState.ERROR);
    return failed || (stayed && held.candidate().bundle().equals(old))
        ? uri + ": " + status.reason()
        : null;
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

  private void settle(Status next) {
    status = next;
    watcher.changed(uri, next.state(), next.reason());
  }
}
