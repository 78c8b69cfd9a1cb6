package io.felucca.store;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Buckets by number, over one session: finds, stores and removes entries whatever their names'
 * length.
 */
final class Tree {
  private static final byte[] NEXT = Codec.bytes("next");
  private final Session session;
  private final Set<Long> dropped = new HashSet<>();
  private long next;

  Tree(Session session) {
    this.session = session;
  }

  Session session() {
    return session;
  }

  /** What is stored under a name, or null. */
  byte[] find(long bucket, byte[] name) {
    int at = 0;
    long id = bucket;
    while (name.length - at > Layout.CHUNK) {
      byte[] hidden = session.get(Layout.hiddenKey(id, name, at));
      if (hidden == null) {
        return null;
      }
      id = Layout.id(hidden);
      at += Layout.CHUNK;
    }
    return session.get(Layout.key(id, name, at));
  }

  void store(long bucket, byte[] name, byte[] node) {
    checkLives(bucket);
    int at = 0;
    long id = bucket;
    while (name.length - at > Layout.CHUNK) {
      id = hidden(Layout.hiddenKey(id, name, at));
      at += Layout.CHUNK;
    }
    session.put(Layout.key(id, name, at), node);
  }

  private long hidden(byte[] key) {
    byte[] found = session.get(key);
    if (found != null) {
      return Layout.id(found);
    }
    long id = newId();
    session.put(key, Layout.node(Layout.HIDDEN, id));
    return id;
  }

  boolean remove(long bucket, byte[] name) {
    return remove(bucket, name, 0);
  }

  private boolean remove(long bucket, byte[] name, int at) {
    if (name.length - at <= Layout.CHUNK) {
      return session.delete(Layout.key(bucket, name, at));
    }
    byte[] key = Layout.hiddenKey(bucket, name, at);
    byte[] hidden = session.get(key);
    if (hidden == null || !remove(Layout.id(hidden), name, at + Layout.CHUNK)) {
      return false;
    }
    if (isBare(Layout.id(hidden))) {
      session.delete(key);
    }
    return true;
  }

  private boolean isBare(long bucket) {
    return !session.seek(this, Layout.key(bucket, Layout.NO_NAME, 0))
        || !Layout.belongsTo(bucket, session.key());
  }

  /** Makes an empty bucket under a name that is free. */
  long create(long bucket, byte[] name) {
    checkLives(bucket);
    long id = newId();
    store(bucket, name, Layout.node(Layout.BUCKET, id));
    return id;
  }

  /** Removes all that a bucket holds, at any depth. */
  void drop(long bucket) {
    ArrayDeque<Long> doomed = new ArrayDeque<>();
    doomed.add(bucket);
    while (!doomed.isEmpty()) {
      long id = doomed.removeLast();
      dropped.add(id);
      empty(id, doomed);
    }
  }

  private void empty(long bucket, ArrayDeque<Long> doomed) {
    byte[] start = Layout.key(bucket, Layout.NO_NAME, 0);
    while (session.seek(this, start)) {
      byte[] key = session.key();
      if (!Layout.belongsTo(bucket, key)) {
        return;
      }
      byte[] node = session.node();
      if (!Layout.isNameless(key) && !Layout.isValue(node)) {
        doomed.add(Layout.id(node));
      }
      session.delete(key);
    }
  }

  /** The next number of a bucket's own count. */
  long nextSequence(long bucket) {
    checkLives(bucket);
    byte[] key = Layout.key(bucket, Layout.NO_NAME, 0);
    byte[] last = session.get(key);
    long number = last == null ? 1 : Codec.number(last) + 1;
    session.put(key, Codec.bytes(number));
    return number;
  }

  /** Writes down which bucket number is free next; must precede the commit. */
  void flush() {
    if (next != 0) {
      session.put(Layout.key(Layout.NOTES, NEXT, 0), Codec.bytes(next));
    }
  }

  private long newId() {
    if (next == 0) {
      byte[] stored = session.get(Layout.key(Layout.NOTES, NEXT, 0));
      next = stored == null ? Layout.ROOT + 1 : Codec.number(stored);
    }
    return next++;
  }

  private void checkLives(long bucket) {
    if (bucket == Layout.ABSENT || dropped.contains(bucket)) {
      throw new IllegalStateException("the bucket is not there (use make) or was deleted");
    }
  }

  static boolean startsWith(byte[] name, byte[] prefix) {
    return name.length >= prefix.length
        && Arrays.equals(name, 0, prefix.length, prefix, 0, prefix.length);
  }
}
