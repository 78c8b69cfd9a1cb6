package io.felucca.diff.stream;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A fixed number of buffers through which one thread hands bytes to others, each of which sees all
 * of them.
 *
 * <p>A buffer is filled again when every consumer has let go of it. Whoever fails tells so, and all
 * others stop at their next step with that failure.
 */
public final class Ring {
  private final ByteBuffer[] slots;
  private final List<Cursor> cursors = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long published;
  private boolean ended;
  private Throwable failure;

  public Ring(ByteBuffer[] slots) {
    this.slots = slots;
  }

  /** A new consumer; all are to be there before the first buffer is claimed. */
  public Cursor cursor() {
    Cursor cursor = new Cursor();
    cursors.add(cursor);
    return cursor;
  }

  /** An empty buffer for the producer to fill. */
  public ByteBuffer claim() {
    lock.lock();
    try {
      while (failure == null && published - slowest() == slots.length) {
        changed.awaitUninterruptibly();
      }
      rethrow();
      return slots[(int) (published % slots.length)].clear();
    } finally {
      lock.unlock();
    }
  }

  private long slowest() {
    long slowest = published;
    for (Cursor cursor : cursors) {
      slowest = Math.min(slowest, cursor.released);
    }
    return slowest;
  }

  /**
   * Hands the buffer that was claimed last to the consumers, from its beginning to its position.
   */
  public void publish() {
    lock.lock();
    try {
      slots[(int) (published++ % slots.length)].flip();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** No more will come. */
  public void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Stops everybody; the first reason told is the one that counts. */
  public void fail(Throwable reason) {
    lock.lock();
    try {
      if (failure == null) {
        failure = reason;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The reason for which all has stopped, or null. */
  public Throwable failure() {
    lock.lock();
    try {
      return failure;
    } finally {
      lock.unlock();
    }
  }

  private void rethrow() {
    if (failure != null) {
      throw new Stopped(failure);
    }
  }

  /** Thrown at a step after a failure; its cause is that failure. */
  public static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;

    Stopped(Throwable cause) {
      super(cause.getMessage(), cause, false, false);
    }
  }

  /** One consumer's place. */
  public final class Cursor {
    private long released;
    private boolean holding;

    private Cursor() {}

    /**
     * Lets go of the buffer held and waits for the next one; null at the end. The view is the
     * consumer's own, its content is not.
     */
    public ByteBuffer next() {
      lock.lock();
      try {
        release();
        while (failure == null && released == published && !ended) {
          changed.awaitUninterruptibly();
        }
        rethrow();
        if (released == published) {
          return null;
        }
        holding = true;
        return slots[(int) (released % slots.length)].duplicate();
      } finally {
        lock.unlock();
      }
    }

    private void release() {
      if (holding) {
        holding = false;
        released++;
        changed.signalAll();
      }
    }
  }
}
