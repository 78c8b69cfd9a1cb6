package io.felucca.runtime.serve;

import io.felucca.api.Fault;
import io.felucca.api.event.Event;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * Sends events one after the other, again and again while containerd does not take them; after a
 * minute an event is too old and is dropped.
 */
final class Outbox implements AutoCloseable {
  /** Sends one event. */
  interface Post {
    /** UNAVAILABLE, or another fault that may pass: it is tried again; false: it is not wanted. */
    boolean send(Event event);
  }

  private static final Logger LOG = System.getLogger("io.felucca.runtime.serve");
  private static final int MOST = 2048;
  private static final long LIFE = Duration.ofMinutes(1).toNanos();
  private static final long FIRST_PAUSE_MS = 50;
  private static final long LONGEST_PAUSE_MS = 5000;

  private record Letter(Event event, long since) {}

  private final Deque<Letter> letters = new ArrayDeque<>();
  private final Post post;
  private boolean started;
  private boolean closed;

  Outbox(Post post) {
    this.post = post;
  }

  synchronized void add(Event event) {
    if (closed || letters.size() == MOST) {
      LOG.log(Level.ERROR, "event dropped, " + letters.size() + " wait topic=" + event.topic());
      return;
    }
    letters.add(new Letter(event, System.nanoTime()));
    if (!started) {
      started = true;
      Thread thread = new Thread(this::run, "felucca-shim-events");
      thread.setDaemon(true);
      thread.start();
    }
    notifyAll();
  }

  /** Whether all have been sent. */
  synchronized boolean isEmpty() {
    return letters.isEmpty();
  }

  private void run() {
    long pause = FIRST_PAUSE_MS;
    for (Letter letter = next(); letter != null; letter = next()) {
      if (delivered(letter)) {
        pause = FIRST_PAUSE_MS;
        remove();
      } else {
        pause(pause);
        pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
      }
    }
  }

  private synchronized Letter next() {
    while (letters.isEmpty() && !closed) {
      pauseUntilTold();
    }
    return closed ? null : letters.peek();
  }

  private void pauseUntilTold() {
    try {
      wait();
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  private boolean delivered(Letter letter) {
    try {
      if (!post.send(letter.event())) {
        LOG.log(Level.ERROR, "event refused topic=" + letter.event().topic());
      }
      return true;
    } catch (Fault e) {
      boolean old = System.nanoTime() - letter.since() > LIFE;
      LOG.log(
          old ? Level.ERROR : Level.DEBUG,
          (old ? "event dropped" : "event not sent yet") + " topic=" + letter.event().topic(),
          e);
      return old;
    }
  }

  private synchronized void remove() {
    letters.poll();
  }

  private synchronized void pause(long ms) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
    try {
      for (long left = ms; left > 0 && !closed; ) {
        wait(left);
        left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      }
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  /** What has not been sent is dropped. */
  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
