package io.felucca.api.gc;

import io.felucca.api.Scope;
import org.osgi.annotation.versioning.ProviderType;

/** Runs collections when it is time. */
@ProviderType
public interface GcScheduler {
  /**
   * Asks for a collection that begins after this call, and waits for its end, bounded by the
   * scope's deadline.
   */
  GcStats scheduleAndWait(Scope scope);
}
