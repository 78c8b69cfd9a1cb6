package io.felucca.store;

import java.util.ArrayDeque;
import java.util.List;

/** Those who wait to update, first come first served, and whether somebody leads a batch. */
final class Line {
  private final ArrayDeque<Member> waiting = new ArrayDeque<>();
  private boolean led;

  /** Joins the line; who finds nobody leading leads. */
  synchronized Member enter() {
    Member member = new Member();
    if (led) {
      waiting.addLast(member);
    } else {
      led = true;
      member.give(Member.Turn.LEAD);
    }
    return member;
  }

  /** The next one, or null. */
  synchronized Member poll() {
    return waiting.pollFirst();
  }

  /** These go first, in their order. */
  synchronized void putBack(List<Member> members) {
    for (int i = members.size() - 1; i >= 0; i--) {
      waiting.addFirst(members.get(i));
    }
  }

  /** The leader has finished: the next one leads. */
  synchronized void passLead() {
    Member next = waiting.pollFirst();
    led = next != null;
    if (led) {
      next.give(Member.Turn.LEAD);
    }
  }
}
