package io.felucca.runtime.oci;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.task.TaskManager;
import java.time.Instant;

/** The instance that the registry leads to. */
final class SeatedSuccessor implements Successor {
  private final PluginRegistry registry;

  SeatedSuccessor(PluginRegistry registry) {
    this.registry = registry;
  }

  @Override
  public boolean isThere() {
    return registry.ids(TaskManager.KIND).contains(OciTaskManager.ID);
  }

  @Override
  public void takeOver() {
    try {
      Scope all = Scope.daemon().withDeadline(Instant.now().plus(Patience.CLEANUP));
      registry.call(all, TaskManager.KIND, OciTaskManager.ID, next -> next.list(all));
    } catch (Fault e) {
      System.getLogger("io.felucca.oci")
          .log(System.Logger.Level.WARNING, "next instance does not take over", e);
    }
  }
}
