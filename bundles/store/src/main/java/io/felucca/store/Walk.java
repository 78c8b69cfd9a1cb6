package io.felucca.store;

import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * Goes through a bucket in the order of names, long ones included.
 *
 * <p>It holds no cursor of its own: where another walk or a write came between, it looks up the
 * name after its last one again. So entries may be put and deleted on the way, and a walk may be
 * left unfinished.
 */
final class Walk {
  private final Session session;
  private final ArrayDeque<Level> levels = new ArrayDeque<>();
  private final long bucket;
  private byte[] name;
  private byte[] node;

  /** A bucket, or a hidden one within it: the names in it start with {@code before}. */
  private record Level(long bucket, byte[] before, byte[] link) {}

  Walk(Session session, long bucket) {
    this.session = session;
    this.bucket = bucket;
  }

  byte[] name() {
    return name;
  }

  byte[] node() {
    return node;
  }

  /** Stands on the first entry whose name is not smaller than {@code start}. */
  boolean seek(byte[] start) {
    boolean found = session.seek(this, descend(start));
    return settle(found);
  }

  /** Stands on the first entry whose name is greater than {@code last}. */
  boolean seekAfter(byte[] last) {
    byte[] key = descend(last);
    boolean found = session.seek(this, key);
    if (found && Arrays.equals(key, session.key())) {
      found = session.next();
    }
    return settle(found);
  }

  /** Goes on from the entry it stands on. */
  boolean next() {
    return session.isHeldBy(this) ? settle(session.next()) : seekAfter(name);
  }

  /**
   * Enters the hidden buckets on the way to a name, as far as they exist; gives the key to look
   * for.
   */
  private byte[] descend(byte[] target) {
    levels.clear();
    levels.push(new Level(bucket, Layout.NO_NAME, null));
    int at = 0;
    while (target.length - at > Layout.CHUNK) {
      byte[] key = Layout.hiddenKey(levels.peek().bucket(), target, at);
      byte[] hidden = session.get(key);
      if (hidden == null) {
        return key;
      }
      enter(key, hidden);
      at += Layout.CHUNK;
    }
    return Layout.key(levels.peek().bucket(), target, at);
  }

  private void enter(byte[] key, byte[] hidden) {
    byte[] before = Layout.name(levels.peek().before(), key);
    levels.push(new Level(Layout.id(hidden), before, key));
  }

  /**
   * From where the cursor stands to the next true entry: into hidden buckets, and out at their
   * ends.
   */
  private boolean settle(boolean found) {
    boolean there = found;
    for (; ; ) {
      Level level = levels.peek();
      if (!there || !Layout.belongsTo(level.bucket(), session.key())) {
        if (level.link() == null) {
          return end();
        }
        there = leave(level);
      } else if (take(level, session.key(), session.node())) {
        return true;
      } else {
        there = forward();
      }
    }
  }

  /** Takes an entry; false for what is none. */
  private boolean take(Level level, byte[] key, byte[] bytes) {
    if (Layout.isNameless(key)) {
      return false;
    }
    if (Layout.isHidden(bytes)) {
      enter(key, bytes);
      return false;
    }
    name = Layout.name(level.before(), key);
    node = bytes;
    return true;
  }

  private boolean forward() {
    Level level = levels.peek();
    byte[] first = Layout.key(level.bucket(), Layout.NO_NAME, 0);
    return Layout.belongsTo(level.bucket(), session.key())
        ? session.next()
        : session.seek(this, first);
  }

  private boolean leave(Level level) {
    levels.pop();
    return session.seek(this, level.link()) && session.next();
  }

  private boolean end() {
    name = null;
    node = null;
    return false;
  }
}
