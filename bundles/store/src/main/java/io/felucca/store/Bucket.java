package io.felucca.store;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An ordered map from names to values or to nested buckets, inside a transaction.
 *
 * <p>Names are 1 to 32768 bytes, ordered bytewise (unsigned); a string stands for its UTF-8 bytes.
 * A name is either a value or a bucket. Values are copied in and out. Every call throws
 * IllegalStateException after the transaction's end, writes also in a view.
 */
public final class Bucket {
  private final Tx tx;
  private final long id;

  Bucket(Tx tx, long id) {
    this.tx = tx;
    this.id = id;
  }

  /** The bucket at a path below this one, if it is there. */
  public Optional<Bucket> bucket(String... path) {
    Bucket found = at(path);
    return found.id == Layout.ABSENT ? Optional.empty() : Optional.of(found);
  }

  /**
   * The bucket at a path below this one, for reading: if it is not there, one that holds nothing.
   */
  public Bucket at(String... path) {
    long at = id;
    for (String name : path) {
      at = child(at, name(name));
    }
    return new Bucket(tx, at);
  }

  private long child(long parent, byte[] name) {
    byte[] node = tx.reading().find(parent, name);
    return node != null && Layout.isBucket(node) ? Layout.id(node) : Layout.ABSENT;
  }

  /**
   * The bucket at a path below this one; whatever is missing of the path is created.
   *
   * @throws IllegalArgumentException if a value is in the way
   */
  public Bucket make(String... path) {
    Tree tree = tx.writing();
    long at = id;
    for (String name : path) {
      at = findOrCreate(tree, at, name);
    }
    return new Bucket(tx, at);
  }

  private static long findOrCreate(Tree tree, long parent, String name) {
    byte[] key = name(name);
    byte[] node = tree.find(parent, key);
    if (node == null) {
      return tree.create(parent, key);
    }
    if (Layout.isValue(node)) {
      throw new IllegalArgumentException("\"" + name + "\" is a value, not a bucket");
    }
    return Layout.id(node);
  }

  /**
   * Removes a nested bucket with all that is in it; false if there is none.
   *
   * @throws IllegalArgumentException if the name is a value
   */
  public boolean deleteBucket(String name) {
    Tree tree = tx.writing();
    byte[] key = name(name);
    byte[] node = tree.find(id, key);
    if (node == null) {
      return false;
    }
    if (Layout.isValue(node)) {
      throw new IllegalArgumentException("\"" + name + "\" is a value: use delete");
    }
    tree.drop(Layout.id(node));
    return tree.remove(id, key);
  }

  /** The value of a name; empty if there is none, or a bucket. */
  public Optional<byte[]> get(byte[] name) {
    return Optional.ofNullable(value(name));
  }

  /** The value of a name; empty if there is none, or a bucket. */
  public Optional<byte[]> get(String name) {
    return get(name(name));
  }

  /** The value of a name as a string. */
  public Optional<String> text(String name) {
    return get(name).map(Codec::text);
  }

  /** The value of a name as a number. */
  public OptionalLong number(String name) {
    byte[] value = value(name(name));
    return value == null ? OptionalLong.empty() : OptionalLong.of(Codec.number(value));
  }

  /** The value of a name as a time. */
  public Optional<Instant> time(String name) {
    return get(name).map(Codec::time);
  }

  private byte[] value(byte[] name) {
    byte[] node = tx.reading().find(id, check(name));
    return node == null || !Layout.isValue(node) ? null : Layout.value(node);
  }

  /** Whether the name is there, as a value or as a bucket. */
  public boolean has(byte[] name) {
    return tx.reading().find(id, check(name)) != null;
  }

  /** Whether the name is there, as a value or as a bucket. */
  public boolean has(String name) {
    return has(name(name));
  }

  /**
   * Sets the value of a name.
   *
   * @throws IllegalArgumentException if the name is a bucket
   */
  public void put(byte[] name, byte[] value) {
    Tree tree = tx.writing();
    refuseBucket(tree.find(id, check(name)), name);
    tree.store(id, name, Layout.node(value));
  }

  /** Sets the value of a name. */
  public void put(String name, byte[] value) {
    put(name(name), value);
  }

  /** Sets the value of a name to a string. */
  public void putText(String name, String value) {
    put(name, Codec.bytes(value));
  }

  /** Sets the value of a name to a number. */
  public void putNumber(String name, long value) {
    put(name, Codec.bytes(value));
  }

  /** Sets the value of a name to a time. */
  public void putTime(String name, Instant value) {
    put(name, Codec.bytes(value));
  }

  /**
   * Removes a value; false if there is none.
   *
   * @throws IllegalArgumentException if the name is a bucket
   */
  public boolean delete(byte[] name) {
    Tree tree = tx.writing();
    byte[] node = tree.find(id, check(name));
    refuseBucket(node, name);
    return node != null && tree.remove(id, name);
  }

  /** Removes a value; false if there is none. */
  public boolean delete(String name) {
    return delete(name(name));
  }

  private static void refuseBucket(byte[] node, byte[] name) {
    if (node != null && !Layout.isValue(node)) {
      throw new IllegalArgumentException("\"" + Codec.text(name) + "\" is a bucket, not a value");
    }
  }

  /** All values as strings, by name, in order; a copy that nobody changes. */
  public Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Entry entry : entries().values()) {
      texts.put(entry.name(), entry.text());
    }
    return Collections.unmodifiableMap(texts);
  }

  /** Adds all of these as strings. */
  public void putTexts(Map<String, String> values) {
    values.forEach(this::putText);
  }

  /** What is in this bucket, in order: values and nested buckets. */
  public Scan entries() {
    return new Scan(tx, id);
  }

  /** Whether nothing is in this bucket. */
  public boolean isEmpty() {
    return entries().first().isEmpty();
  }

  /**
   * The next number of this bucket's own count: 1, 2, 3, ... as far as the updates were committed.
   */
  public long nextSequence() {
    return tx.writing().nextSequence(id);
  }

  private static byte[] name(String name) {
    return check(Codec.bytes(name));
  }

  private static byte[] check(byte[] name) {
    if (name.length == 0 || name.length > Layout.LONGEST_NAME) {
      throw new IllegalArgumentException(
          "a name has 1 to " + Layout.LONGEST_NAME + " bytes, this one " + name.length);
    }
    return name;
  }
}
