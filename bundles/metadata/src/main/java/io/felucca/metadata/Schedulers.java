package io.felucca.metadata;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.gc.GcScheduler;
import io.felucca.api.plugin.PluginRegistry;
import java.lang.System.Logger.Level;
import java.time.Instant;

/** Tells whoever schedules collections of changes; nobody waits for one that is away. */
final class Schedulers {
  private static final System.Logger LOG = System.getLogger(Schedulers.class.getName());
  private static final Scope AT_ONCE = Scope.daemon().withDeadline(Instant.EPOCH);

  private final PluginRegistry registry;

  Schedulers(PluginRegistry registry) {
    this.registry = registry;
  }

  void tell(boolean deleted) {
    for (String id : registry.ids(GcScheduler.KIND)) {
      try {
        registry.call(AT_ONCE, GcScheduler.KIND, id, scheduler -> told(scheduler, deleted));
      } catch (Fault e) {
        LOG.log(Level.DEBUG, "scheduler not told, it will ask when it comes", e);
      }
    }
  }

  private static Void told(GcScheduler scheduler, boolean deleted) {
    scheduler.changed(deleted);
    return null;
  }
}
