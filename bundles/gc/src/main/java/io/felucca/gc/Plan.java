package io.felucca.gc;

import io.felucca.api.gc.GcBacklog;
import java.time.Duration;

/**
 * Decides when the next collection is due. Collections follow one another in windows of such a
 * length that changes wait for no more than the pause threshold of the time; a window passes unused
 * unless something was deleted in it, or enough was changed.
 *
 * <p>Moments are those of {@link System#nanoTime}. Not safe for threads.
 */
final class Plan {
  static final long NEVER = Long.MAX_VALUE;

  private static final long LEAST_PAUSE = Duration.ofMillis(5).toNanos();
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Settings settings;
  private long due;
  private long window = SECOND;
  private long lastEnd;
  private long pause = LEAST_PAUSE;
  private boolean collected;
  private boolean urgent;
  private int deletions;
  private int mutations;

  Plan(Settings settings, long now) {
    this.settings = settings;
    long delay = settings.startupDelay().toNanos();
    this.due = delay > 0 ? now + delay : NEVER;
  }

  /**
   * Goes on where another scheduler has left off: there are collections already, so the one at the
   * start would come for no reason.
   */
  void resume(GcBacklog backlog, long now) {
    if (backlog.collected()) {
      deletions = (int) Math.min(backlog.deletions(), Integer.MAX_VALUE);
      mutations = (int) Math.min(backlog.changes(), Integer.MAX_VALUE);
      closeWindow(now);
    }
  }

  /** When the next collection is due; {@link #NEVER} where there is no reason for one. */
  long due() {
    return due;
  }

  /** When the next collection may be, for a reason that arises at {@code moment}. */
  long atWindow(long moment) {
    if (!collected) {
      return moment;
    }
    long passed = Math.max(1, moment - lastEnd);
    return lastEnd + (passed + window - 1) / window * window;
  }

  /** Whether the collection at the start is still to come. */
  boolean awaitsFirst() {
    return !collected && due != NEVER;
  }

  void mutated(boolean deleted, long now) {
    mutations++;
    deletions += deleted ? 1 : 0;
    if (settings.deletionThreshold() > 0 && deletions >= settings.deletionThreshold()) {
      asked(now);
    } else if (!collected) {
      firstReason(now);
    } else if (deletions > 0 || isMuch()) {
      bringForward(atWindow(now));
    }
  }

  /** Without a collection at the start there are no windows yet. */
  private void firstReason(long now) {
    boolean deleted = settings.deletionThreshold() == 0 && deletions > 0;
    if (due == NEVER && (deleted || isMuch())) {
      due = now + settings.scheduleDelay().toNanos();
    }
  }

  private boolean isMuch() {
    return settings.mutationThreshold() > 0 && mutations >= settings.mutationThreshold();
  }

  /** Somebody waits for a collection: it does not wait for a window. */
  void asked(long now) {
    urgent = true;
    bringForward(now + settings.scheduleDelay().toNanos());
  }

  private void bringForward(long moment) {
    due = due == NEVER || moment - due < 0 ? moment : due;
  }

  /** A collection begins: what happens from now on counts for the next one. */
  void begins() {
    due = NEVER;
    urgent = false;
    deletions = 0;
    mutations = 0;
  }

  void ended(Duration locked, long now) {
    // the first one opens the store and runs on cold code: it says nothing about the next
    if (collected) {
      pause = Math.max(LEAST_PAUSE, (pause + locked.toNanos()) / 2);
    }
    if (settings.pauseThreshold() > 0) {
      window = (long) (pause / settings.pauseThreshold() - pause);
    }
    closeWindow(now);
  }

  /** The collection failed: it is tried again after a window and a second. */
  void failed(long now) {
    closeWindow(now);
    bringForward(now + window + SECOND);
  }

  /** Reasons that came during the collection get the next window, unless they are urgent. */
  private void closeWindow(long now) {
    collected = true;
    lastEnd = now;
    if (!urgent) {
      due = deletions > 0 || isMuch() ? now + window : NEVER;
    }
  }
}
