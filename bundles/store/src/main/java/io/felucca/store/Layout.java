package io.felucca.store;

import java.util.Arrays;

/**
 * How a tree of buckets becomes one ordered list of LMDB keys.
 *
 * <p>Each bucket has a number, and each of its entries a key: the number in 6 bytes, big endian,
 * and the entry's name. So a bucket is a range of keys, in the order of its names. The root is
 * bucket 1; numbers are not used again; number 0 belongs to nobody, which makes it the bucket of
 * all that is absent. The key without a name keeps the bucket's sequence.
 *
 * <p>LMDB's keys end at 511 bytes, names do not: the first {@value #CHUNK} bytes of a longer name
 * and a byte 1 are the key of a hidden bucket, in which the rest of the name is looked up in the
 * same way. This keeps the bytewise order: the key sorts after the name that is just these bytes,
 * and before any that differs in them.
 *
 * <p>What is stored under a key starts with a byte that says what it is: a value (its bytes
 * follow), a bucket or a hidden bucket (its number follows).
 */
final class Layout {
  static final int CHUNK = 480;
  static final int LONGEST_NAME = 32768;
  static final byte VALUE = 0;
  static final byte BUCKET = 1;
  static final byte HIDDEN = 2;
  static final byte[] NO_NAME = {};
  static final long ABSENT = 0;
  static final long ROOT = 1;

  /** The store's own notes: the next free bucket number, the format. */
  static final long NOTES = (1L << 48) - 1;

  private static final int ID = 6;

  private Layout() {}

  /** The key of a name, or of the last chunk of a long one, from {@code at} on. */
  static byte[] key(long bucket, byte[] name, int at) {
    byte[] key = new byte[ID + name.length - at];
    putId(key, 0, bucket);
    System.arraycopy(name, at, key, ID, name.length - at);
    return key;
  }

  /** The key of the hidden bucket for the chunk of {@code name} at {@code at}. */
  static byte[] hiddenKey(long bucket, byte[] name, int at) {
    byte[] key = new byte[ID + CHUNK + 1];
    putId(key, 0, bucket);
    System.arraycopy(name, at, key, ID, CHUNK);
    key[ID + CHUNK] = 1;
    return key;
  }

  static boolean belongsTo(long bucket, byte[] key) {
    return getId(key, 0) == bucket;
  }

  static boolean isNameless(byte[] key) {
    return key.length == ID;
  }

  /** {@code before} and the part of the name that {@code key} holds. */
  static byte[] name(byte[] before, byte[] key) {
    int length = Math.min(key.length - ID, CHUNK);
    byte[] name = Arrays.copyOf(before, before.length + length);
    System.arraycopy(key, ID, name, before.length, length);
    return name;
  }

  static byte[] node(byte kind, long bucket) {
    byte[] node = new byte[1 + ID];
    node[0] = kind;
    putId(node, 1, bucket);
    return node;
  }

  static byte[] node(byte[] value) {
    byte[] node = new byte[1 + value.length];
    System.arraycopy(value, 0, node, 1, value.length);
    return node;
  }

  static boolean isValue(byte[] node) {
    return node[0] == VALUE;
  }

  static boolean isBucket(byte[] node) {
    return node[0] == BUCKET;
  }

  static boolean isHidden(byte[] node) {
    return node[0] == HIDDEN;
  }

  static byte[] value(byte[] node) {
    return Arrays.copyOfRange(node, 1, node.length);
  }

  static long id(byte[] node) {
    return getId(node, 1);
  }

  private static void putId(byte[] bytes, int at, long id) {
    for (int i = 0; i < ID; i++) {
      bytes[at + i] = (byte) (id >>> 8 * (ID - 1 - i));
    }
  }

  private static long getId(byte[] bytes, int at) {
    long id = 0;
    for (int i = 0; i < ID; i++) {
      id = id << 8 | bytes[at + i] & 0xff;
    }
    return id;
  }
}
