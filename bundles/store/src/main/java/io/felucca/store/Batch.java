package io.felucca.store;

import java.util.ArrayList;
import java.util.List;

/** Updates that share one durable commit. At any moment one member has the turn and calls this. */
final class Batch {
  /** Bounds how long the first member waits for the last. */
  private static final int LARGEST = 256;

  private final Member leader;
  private final Session top;
  private final List<Member> kept = new ArrayList<>();
  private final List<Member> undone = new ArrayList<>();
  private int turns;
  private long written;

  Batch(Member leader, Session top) {
    this.leader = leader;
    this.top = top;
  }

  Member leader() {
    return leader;
  }

  Session top() {
    return top;
  }

  /** A member's work has succeeded and waits for the commit. */
  void keep(Member member, Session session) {
    kept.add(member);
    written += session.written();
  }

  /** A member's work found the map full: the batch ends before it. */
  void undo(Member member) {
    undone.add(member);
  }

  /** The commit itself found the map full. */
  void undoAll() {
    undone.addAll(0, kept);
    kept.clear();
  }

  List<Member> kept() {
    return kept;
  }

  /** Those whose work must run once more, in a larger map. */
  List<Member> undone() {
    return undone;
  }

  long written() {
    return written;
  }

  /** Gives the turn to the next in line or, at the end, back to the leader. */
  void passOn(Line line) {
    boolean takesMore = undone.isEmpty() && ++turns < LARGEST;
    Member next = takesMore ? line.poll() : null;
    if (next == null) {
      leader.give(Member.Turn.COMMIT);
    } else {
      next.join(this);
      next.give(Member.Turn.RUN);
    }
  }
}
