package io.felucca.shim.sandbox;

import io.felucca.api.Fault;
import io.felucca.ttrpc.TtrpcTransport;

/** The transport to shims, which has a thread: most daemons never have a sandbox to talk to. */
final class LazyTransport implements AutoCloseable {
  private TtrpcTransport transport;
  private boolean closed;

  synchronized TtrpcTransport get() {
    if (closed) {
      throw Fault.unavailable("the controller of sandboxes is being replaced");
    }
    if (transport == null) {
      transport = new TtrpcTransport("felucca-sandboxes");
    }
    return transport;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (transport != null) {
      transport.close();
    }
  }
}
