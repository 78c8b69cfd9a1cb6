package io.felucca.metadata.db;

/** How one kind of record becomes bytes and back; the key is not part of the bytes. */
public interface Codec<V> {
  String key(V value);

  byte[] encode(V value);

  V decode(String key, byte[] bytes);
}
