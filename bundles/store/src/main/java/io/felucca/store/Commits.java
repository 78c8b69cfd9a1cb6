package io.felucca.store;

import java.util.List;

/**
 * Group commit: updates that wait at the same time become one durable commit, each a transaction
 * nested in it, so that one that fails leaves no trace and harms nobody.
 *
 * <p>There is no writer thread. Who finds nobody at work leads: it begins the commit and runs its
 * own work. Then the turn goes from caller to caller, each running its work on its own thread (so
 * locks, thread-locals and stack traces are the caller's), and back to the leader, who commits and
 * wakes all. LMDB ties the outer transaction to the leader's thread by its mutex; nested ones take
 * no lock and may run on any thread, one at a time. Meanwhile the next ones gather.
 */
final class Commits {
  private final Environment environment;
  private final Line line = new Line();

  Commits(Environment environment) {
    this.environment = environment;
  }

  <T, X extends Exception> T run(Work<T, X> work) throws X {
    Member me = line.enter();
    Attempt<T> attempt = Attempt.undone();
    for (Member.Turn turn = me.await(); turn != Member.Turn.DONE; turn = me.await()) {
      if (turn == Member.Turn.COMMIT) {
        commit(me.batch());
        attempt.<X>rethrow();
      } else {
        attempt = takeTurn(turn, me, work);
        if (!me.leads()) {
          attempt.<X>rethrow();
        }
      }
    }
    me.throwFailure();
    return attempt.delivered();
  }

  private <T> Attempt<T> takeTurn(Member.Turn turn, Member me, Work<T, ?> work) {
    if (turn == Member.Turn.LEAD) {
      lead(me);
    }
    Attempt<T> attempt = attempt(me, work);
    me.batch().passOn(line);
    return attempt;
  }

  private void lead(Member me) {
    try {
      me.join(new Batch(me, environment.beginWrite()));
    } catch (RuntimeException | Error e) {
      line.passLead();
      throw e;
    }
  }

  private <T> Attempt<T> attempt(Member me, Work<T, ?> work) {
    try (Session session = environment.beginNested(me.batch().top())) {
      Attempt<T> attempt = attempt(new Tx(session, true), work);
      if (session.isFull()) {
        me.batch().undo(me);
        return Attempt.undone();
      }
      if (!attempt.hasFailed()) {
        session.commit();
        me.batch().keep(me, session);
      }
      return attempt;
    } catch (RuntimeException | Error e) {
      return Attempt.failed(e);
    }
  }

  private <T> Attempt<T> attempt(Tx tx, Work<T, ?> work) {
    try {
      T result = environment.inside(tx, work);
      return Attempt.kept(result, tx.seal());
    } catch (Throwable e) {
      return Attempt.failed(e);
    }
  }

  /** Ends the batch: makes it durable, wakes the members, lets the next one lead. */
  private void commit(Batch batch) {
    StoreException failure = makeDurable(batch);
    List<Member> undone = batch.undone();
    if (!undone.isEmpty()) {
      runAgain(undone);
    }
    // Waking first lets the woken join the next batch, which makes it larger.
    batch.kept().forEach(member -> member.finish(failure));
    line.passLead();
  }

  private StoreException makeDurable(Batch batch) {
    try {
      batch.top().commit();
      return null;
    } catch (StoreException e) {
      if (batch.top().isFull()) {
        batch.undoAll();
      }
      return e;
    } catch (RuntimeException | Error e) {
      return new StoreException("the commit failed: " + e, e);
    } finally {
      environment.endWrite(batch.top(), batch.written());
    }
  }

  private void runAgain(List<Member> members) {
    try {
      environment.grow();
      line.putBack(members);
    } catch (StoreException e) {
      members.forEach(member -> member.finish(e));
    }
  }
}
