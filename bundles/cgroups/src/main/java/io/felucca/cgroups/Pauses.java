package io.felucca.cgroups;

import io.felucca.api.Fault;

/** Waits for what the kernel does in its own time. */
final class Pauses {
  private Pauses() {}

  static void sleep(long ms) {
    try {
      Thread.sleep(ms);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Fault(Fault.Kind.CANCELLED, "interrupted while waiting for a cgroup", e);
    }
  }
}
