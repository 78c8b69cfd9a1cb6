package io.felucca.diff.apply;

/**
 * Which paths the layer itself has brought: its whiteouts do not mean those. Holds a 64-bit hash of
 * each, for a layer may have millions.
 */
final class Seen {
  private long[] slots = new long[1024];
  private int count;

  void add(String path) {
    insert(hash(path));
    if (count > slots.length / 2) {
      grow();
    }
  }

  boolean has(String path) {
    long wanted = hash(path);
    int at = index(wanted);
    while (slots[at] != 0) {
      if (slots[at] == wanted) {
        return true;
      }
      at = at + 1 & slots.length - 1;
    }
    return false;
  }

  private void insert(long hash) {
    int at = index(hash);
    while (slots[at] != 0) {
      if (slots[at] == hash) {
        return;
      }
      at = at + 1 & slots.length - 1;
    }
    slots[at] = hash;
    count++;
  }

  private void grow() {
    long[] old = slots;
    slots = new long[2 * old.length];
    count = 0;
    for (long hash : old) {
      if (hash != 0) {
        insert(hash);
      }
    }
  }

  private int index(long hash) {
    return (int) (hash >>> 20) & slots.length - 1;
  }

  /** FNV-1a over the characters, mixed; 0 means an empty slot. */
  private static long hash(String path) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < path.length(); i++) {
      hash = (hash ^ path.charAt(i)) * 0x100000001b3L;
    }
    hash ^= hash >>> 29;
    return hash == 0 ? 1 : hash;
  }
}
