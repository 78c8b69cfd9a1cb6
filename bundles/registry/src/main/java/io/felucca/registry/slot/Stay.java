package io.felucca.registry.slot;

import java.util.concurrent.atomic.AtomicBoolean;

/** One caller's stay in an instance, from entering to leaving. */
public final class Stay implements AutoCloseable {
  private final Tenant tenant;
  private final AtomicBoolean left = new AtomicBoolean();

  Stay(Tenant tenant) {
    this.tenant = tenant;
  }

  /** The instance. */
  public Object service() {
    return tenant.service();
  }

  /** Leaves; a second time does nothing. */
  @Override
  public void close() {
    if (left.compareAndSet(false, true)) {
      tenant.leave();
    }
  }
}
