package io.felucca.store;

import java.util.concurrent.locks.LockSupport;

/** One caller in the line of those who update, and what it is its turn to do. */
final class Member {
  /** What a caller is told. */
  enum Turn {
    /** Nothing yet. */
    WAIT,
    /** Begin a batch, run your work first, commit at the end. */
    LEAD,
    /** Run your work in the batch. */
    RUN,
    /** All have run: commit the batch you lead. */
    COMMIT,
    /** The batch has ended, well or badly. */
    DONE
  }

  private final Thread thread = Thread.currentThread();
  private Batch batch;
  private StoreException failure;
  private volatile Turn turn = Turn.WAIT;

  /**
   * LMDB's outer transaction belongs to an operating system's thread, and a virtual thread wanders
   * from one to another.
   */
  Member() {
    ThreadGroup group = thread.getThreadGroup();
    if (group != null && group.getName().equals("VirtualThreads")) {
      throw new IllegalStateException("an update needs a platform thread, not " + thread);
    }
  }

  Batch batch() {
    return batch;
  }

  /** Called by the thread that has the turn, before it gives it on. */
  void join(Batch joined) {
    batch = joined;
  }

  boolean leads() {
    return batch.leader() == this;
  }

  /** Throws why the batch failed, if it did; to be asked when done. */
  void throwFailure() {
    if (failure != null) {
      throw failure.again();
    }
  }

  void give(Turn next) {
    turn = next;
    LockSupport.unpark(thread);
  }

  void finish(StoreException cause) {
    failure = cause;
    give(Turn.DONE);
  }

  /** Waits for a turn. An interrupt does not end the wait, it is kept for later. */
  Turn await() {
    boolean interrupted = false;
    while (turn == Turn.WAIT) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      thread.interrupt();
    }
    Turn mine = turn;
    turn = Turn.WAIT;
    return mine;
  }
}
