package io.felucca.registry.slot;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A plugin's instance and the number of callers that are in it.
 *
 * <p>Once retired it lets nobody in, and goes when the last caller has left.
 */
public final class Tenant {
  private final Object service;
  private int callers;
  private boolean retired;
  private Runnable whenEmpty;

  public Tenant(Object service) {
    this.service = service;
  }

  /** The instance itself. */
  public Object service() {
    return service;
  }

  /** Counts a caller in; false where the instance is on its way out. */
  synchronized boolean enter() {
    if (!retired) {
      callers++;
    }
    return !retired;
  }

  void leave() {
    Runnable last = null;
    synchronized (this) {
      if (--callers == 0) {
        last = whenEmpty;
        whenEmpty = null;
        notifyAll();
      }
    }
    if (last != null) {
      last.run();
    }
  }

  /** Lets nobody in any more; {@code whenEmpty} runs once, when the last caller has left. */
  public void retire(Runnable whenEmpty) {
    boolean empty;
    synchronized (this) {
      retired = true;
      empty = callers == 0;
      this.whenEmpty = empty ? null : whenEmpty;
    }
    if (empty) {
      whenEmpty.run();
    }
  }

  /** Shuts the door, as {@link #retire} does, but may be opened again. */
  public synchronized void suspend() {
    retired = true;
  }

  /** Opens the door that {@link #suspend} shut. */
  public synchronized void resume() {
    retired = false;
  }

  /** Waits until no caller is in it; false where that took longer than {@code patience}. */
  public synchronized boolean awaitEmpty(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (callers > 0) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0 || !Waiting.on(this, left)) {
        return callers == 0;
      }
    }
    return true;
  }

  public synchronized int callers() {
    return callers;
  }
}
