package io.felucca.runtime.oci;

import io.felucca.api.Fault;
import io.felucca.cgroups.Cgroup;
import io.felucca.reaper.Supervised;

/** Where supervisors are when options name a control group for shims. */
final class SupervisorCgroup {
  private SupervisorCgroup() {}

  /**
   * Moves the supervisor of a process there; it stays where the daemon is if none is named.
   *
   * @param path {@code shim_cgroup} of the options, from the root on with or without a slash, which
   *     must be there; may be empty
   */
  static void join(String path, Supervised process) {
    if (path.isEmpty()) {
      return;
    }
    try {
      Cgroup.at(path.startsWith("/") ? path : "/" + path).add(process.supervisor());
    } catch (Fault e) {
      throw new Fault(e.kind(), "shim_cgroup: " + e.getMessage(), e);
    }
  }
}
