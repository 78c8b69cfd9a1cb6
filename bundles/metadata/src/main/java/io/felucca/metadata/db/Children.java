package io.felucca.metadata.db;

import io.felucca.store.Bucket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Which snapshots have which children: an index of pairs. The key is the parent's length in four
 * bytes, the parent, the child.
 */
public final class Children {
  private static final byte[] NOTHING = {};

  private final Bucket bucket;

  Children(Bucket bucket) {
    this.bucket = bucket;
  }

  public void add(String parent, String child) {
    bucket.put(pair(parent, child), NOTHING);
  }

  public void remove(String parent, String child) {
    bucket.delete(pair(parent, child));
  }

  public boolean any(String parent) {
    return bucket.entries().prefix(pair(parent, "")).first().isPresent();
  }

  private static byte[] pair(String parent, String child) {
    byte[] first = parent.getBytes(StandardCharsets.UTF_8);
    byte[] second = child.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Integer.BYTES + first.length + second.length)
        .putInt(first.length)
        .put(first)
        .put(second)
        .array();
  }
}
