package io.felucca.metadata.db;

import io.felucca.store.Bucket;
import io.felucca.store.Entry;
import io.felucca.store.Scan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Records of one kind by key, in bytewise order of keys, inside a transaction. */
public final class Table<V> {
  private final Bucket bucket;
  private final Codec<V> codec;

  Table(Bucket bucket, Codec<V> codec) {
    this.bucket = bucket;
    this.codec = codec;
  }

  public Optional<V> get(String key) {
    return Keys.canExist(key)
        ? bucket.get(key).map(bytes -> codec.decode(key, bytes))
        : Optional.empty();
  }

  public boolean has(String key) {
    return Keys.canExist(key) && bucket.has(key);
  }

  /** Adds or replaces; an invalid argument where the key is empty or longer than 32768 bytes. */
  public void put(V value) {
    bucket.put(Keys.check(codec.key(value)), codec.encode(value));
  }

  /** False where there is none. */
  public boolean delete(String key) {
    return Keys.canExist(key) && bucket.delete(key);
  }

  public boolean isEmpty() {
    return bucket.isEmpty();
  }

  /** Every record, in order. */
  public void each(Consumer<V> to) {
    for (Entry entry : bucket.entries().values()) {
      to.accept(codec.decode(entry.name(), entry.value()));
    }
  }

  /** The first records behind {@code after} (empty for the first of all), at most {@code limit}. */
  public List<V> page(String after, int limit) {
    Scan scan = bucket.entries().values();
    List<V> page = new ArrayList<>();
    for (Entry entry : after.isEmpty() ? scan : scan.after(after)) {
      page.add(codec.decode(entry.name(), entry.value()));
      if (page.size() == limit) {
        break;
      }
    }
    return page;
  }
}
