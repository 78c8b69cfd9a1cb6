package io.felucca.store;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.lmdbjava.LmdbException;

/** Sleeping read transactions, woken instead of begun: a begin costs a reader slot and memory. */
final class Readers {
  private static final int KEPT = 8;
  private final Lmdb lmdb;
  private final ConcurrentLinkedDeque<Session> idle = new ConcurrentLinkedDeque<>();
  private final AtomicInteger kept = new AtomicInteger();

  Readers(Lmdb lmdb) {
    this.lmdb = lmdb;
  }

  /** A session on the newest snapshot. */
  Session take() {
    Session session = idle.pollFirst();
    if (session == null) {
      return lmdb.beginRead();
    }
    kept.decrementAndGet();
    try {
      session.renew();
      return session;
    } catch (LmdbException e) {
      session.close();
      throw e;
    }
  }

  void give(Session session) {
    if (kept.incrementAndGet() > KEPT) {
      kept.decrementAndGet();
      session.close();
    } else {
      session.reset();
      idle.addFirst(session);
    }
  }

  /** Ends all that sleep. */
  void close() {
    for (Session session = idle.pollFirst(); session != null; session = idle.pollFirst()) {
      kept.decrementAndGet();
      session.close();
    }
  }
}
