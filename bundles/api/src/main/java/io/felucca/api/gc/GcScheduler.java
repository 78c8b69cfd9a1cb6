package io.felucca.api.gc;

import io.felucca.api.Scope;
import io.felucca.api.plugin.PluginKind;
import org.osgi.annotation.versioning.ProviderType;

/** Runs collections when it is time. */
@ProviderType
public interface GcScheduler {
  PluginKind<GcScheduler> KIND = new PluginKind<>("io.containerd.gc.v1", GcScheduler.class);

  /** The one plugin of its type. */
  String ID = "scheduler";

  /**
   * Asks for a collection that begins after this call, and waits for its end, bounded by the
   * scope's deadline.
   */
  GcStats scheduleAndWait(Scope scope);

  /**
   * Metadata has changed: told on the thread of whoever changed it, so this does not wait.
   *
   * @param deleted whether something was deleted
   */
  void changed(boolean deleted);
}
