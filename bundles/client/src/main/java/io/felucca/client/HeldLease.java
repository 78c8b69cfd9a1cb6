package io.felucca.client;

import io.felucca.api.Fault;

/**
 * A lease for as long as this is open: what is made through its workspace stays, whether something
 * refers to it or not.
 *
 * <pre>{@code
 * try (HeldLease held = workspace.lease()) {
 *   Descriptor blob = held.workspace().content().write("text/plain", bytes, Map.of());
 *   // nothing refers to the blob, and yet it is there
 * }
 * }</pre>
 */
public final class HeldLease implements AutoCloseable {
  private final String id;
  private final Leases leases;
  private final Workspace workspace;
  private final boolean own;

  HeldLease(String id, Leases leases, Workspace workspace, boolean own) {
    this.id = id;
    this.leases = leases;
    this.workspace = workspace;
    this.own = own;
  }

  public String id() {
    return id;
  }

  /** The namespace, where everything that is made is added to the lease. */
  public Workspace workspace() {
    return workspace;
  }

  /** Ends the lease, if this has made it; also where the thread is interrupted. */
  @Override
  public void close() {
    if (own) {
      Waits.uninterrupted(() -> Faults.unless(Fault.Kind.NOT_FOUND, () -> leases.delete(id)));
    }
  }
}
