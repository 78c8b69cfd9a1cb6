package io.felucca.store;

/** A name in a bucket with what is stored under it, as a scan meets it. */
public final class Entry {
  private final Tx tx;
  private final byte[] key;
  private final byte[] node;

  Entry(Tx tx, byte[] key, byte[] node) {
    this.tx = tx;
    this.key = key;
    this.node = node;
  }

  /** The name's bytes. */
  public byte[] key() {
    return key.clone();
  }

  /** The name as a string. */
  public String name() {
    return Codec.text(key);
  }

  /** Whether a bucket is stored here; else it is a value. */
  public boolean isBucket() {
    return Layout.isBucket(node);
  }

  /** The value. */
  public byte[] value() {
    if (isBucket()) {
      throw new IllegalArgumentException("\"" + name() + "\" is a bucket, not a value");
    }
    return Layout.value(node);
  }

  /** The value as a string. */
  public String text() {
    return Codec.text(value());
  }

  /** The nested bucket. */
  public Bucket bucket() {
    if (!isBucket()) {
      throw new IllegalArgumentException("\"" + name() + "\" is a value, not a bucket");
    }
    return new Bucket(tx, Layout.id(node));
  }
}
