package io.felucca.metadata.db;

import io.felucca.api.lease.Lease;

/** Leases: nothing but the head; what they hold is in {@link LeaseBook}. */
final class LeaseCodec implements Codec<Lease> {
  private static final int FORMAT = 1;

  @Override
  public String key(Lease lease) {
    return lease.id();
  }

  @Override
  public byte[] encode(Lease lease) {
    return Head.write(FORMAT, lease.createdAt(), lease.createdAt(), lease.labels()).done();
  }

  @Override
  public Lease decode(String key, byte[] bytes) {
    Head head = Head.read(new RecordReader(bytes, FORMAT));
    return new Lease(key, head.createdAt(), head.labels());
  }
}
