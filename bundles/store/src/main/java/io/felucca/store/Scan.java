package io.felucca.store;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A walk through a bucket in bytewise order of names: narrow it down, then iterate, inside the
 * transaction.
 *
 * <p>Putting and deleting meanwhile is fine: the walk always goes on with the next greater name
 * that is there. It need not be finished.
 */
public final class Scan implements Iterable<Entry> {
  private enum Kind {
    ALL,
    VALUES,
    BUCKETS
  }

  private final Tx tx;
  private final long bucket;
  private final byte[] start;
  private final boolean startIncluded;
  private final byte[] prefix;
  private final Kind kind;

  Scan(Tx tx, long bucket) {
    this(tx, bucket, Layout.NO_NAME, true, Layout.NO_NAME, Kind.ALL);
  }

  private Scan(Tx tx, long bucket, byte[] start, boolean included, byte[] prefix, Kind kind) {
    this.tx = tx;
    this.bucket = bucket;
    this.start = start;
    this.startIncluded = included;
    this.prefix = prefix;
    this.kind = kind;
  }

  /** From the first name that is not smaller; replaces an earlier start. */
  public Scan from(byte[] name) {
    return new Scan(tx, bucket, name.clone(), true, prefix, kind);
  }

  /** From the first name that is not smaller; replaces an earlier start. */
  public Scan from(String name) {
    return from(Codec.bytes(name));
  }

  /** From the first name that is greater; replaces an earlier start. */
  public Scan after(byte[] name) {
    return new Scan(tx, bucket, name.clone(), false, prefix, kind);
  }

  /** From the first name that is greater; replaces an earlier start. */
  public Scan after(String name) {
    return after(Codec.bytes(name));
  }

  /** Only names that begin with this. */
  public Scan prefix(byte[] wanted) {
    return new Scan(tx, bucket, start, startIncluded, wanted.clone(), kind);
  }

  /** Only names that begin with this. */
  public Scan prefix(String wanted) {
    return prefix(Codec.bytes(wanted));
  }

  /** Only values. */
  public Scan values() {
    return new Scan(tx, bucket, start, startIncluded, prefix, Kind.VALUES);
  }

  /** Only nested buckets. */
  public Scan buckets() {
    return new Scan(tx, bucket, start, startIncluded, prefix, Kind.BUCKETS);
  }

  /** The first entry. */
  public Optional<Entry> first() {
    Iterator<Entry> entries = iterator();
    return entries.hasNext() ? Optional.of(entries.next()) : Optional.empty();
  }

  /** The entries as a stream, to be used up inside the transaction. */
  public Stream<Entry> stream() {
    return StreamSupport.stream(spliterator(), false);
  }

  @Override
  public Iterator<Entry> iterator() {
    return new Steps(new Walk(tx.reading().session(), bucket));
  }

  private boolean begin(Walk walk) {
    if (Arrays.compareUnsigned(start, prefix) < 0) {
      return walk.seek(prefix);
    }
    return startIncluded ? walk.seek(start) : walk.seekAfter(start);
  }

  private boolean wants(byte[] node) {
    return kind == Kind.ALL || Layout.isBucket(node) == (kind == Kind.BUCKETS);
  }

  /** Looks one entry ahead only when asked, so that what is written before is seen. */
  private final class Steps implements Iterator<Entry> {
    private final Walk walk;
    private boolean begun;
    private boolean ready;
    private boolean ended;

    Steps(Walk walk) {
      this.walk = walk;
    }

    @Override
    public boolean hasNext() {
      tx.reading();
      while (!ready && !ended) {
        advance();
      }
      return !ended;
    }

    private void advance() {
      boolean found = begun ? walk.next() : begin(walk);
      begun = true;
      ended = !found || !Tree.startsWith(walk.name(), prefix);
      ready = !ended && wants(walk.node());
    }

    @Override
    public Entry next() {
      if (!hasNext()) {
        throw new NoSuchElementException("the scan has ended");
      }
      ready = false;
      return new Entry(tx, walk.name(), walk.node());
    }
  }
}
