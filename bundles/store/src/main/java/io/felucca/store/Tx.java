package io.felucca.store;

import java.util.ArrayList;
import java.util.List;

/** A transaction, valid inside the callback that received it and on that callback's thread only. */
public final class Tx {
  private final Tree tree;
  private final boolean writable;
  private final List<Runnable> afterCommit = new ArrayList<>(0);
  private boolean ended;

  Tx(Session session, boolean writable) {
    this.tree = new Tree(session);
    this.writable = writable;
  }

  /** The bucket that holds all others. */
  public Bucket root() {
    return new Bucket(this, Layout.ROOT);
  }

  /** Whether this is an update. */
  public boolean writable() {
    return writable;
  }

  /**
   * Adds what is to be done once the update is durable: on the caller's thread, in the order of the
   * calls, before {@code update} returns. Nothing is done if the update fails. An exception does
   * not keep the others from being done; {@code update} throws it then, although it is committed.
   */
  public void afterCommit(Runnable action) {
    writing();
    afterCommit.add(action);
  }

  Tree reading() {
    if (ended) {
      throw new IllegalStateException("the transaction has ended: use it inside its callback only");
    }
    return tree;
  }

  Tree writing() {
    if (!writable) {
      throw new IllegalStateException("this is a view: writing needs update");
    }
    return reading();
  }

  /** No more calls. */
  void end() {
    ended = true;
  }

  /** Writes what was kept back; gives what is to be done after the commit. */
  List<Runnable> seal() {
    tree.flush();
    return afterCommit;
  }
}
