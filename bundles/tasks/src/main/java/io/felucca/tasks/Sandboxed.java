package io.felucca.tasks;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.plugin.Held;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.sandbox.Sandbox;
import io.felucca.api.sandbox.SandboxController;
import io.felucca.api.sandbox.SandboxStatus;
import io.felucca.api.sandbox.Sandboxes;
import java.util.Optional;

/** Tells the sandboxes that serve the tasks in them themselves, as a shim does. */
final class Sandboxed {
  /**
   * The first version of the task service whose shims serve tasks that they were not started for.
   */
  private static final int SERVING = 3;

  private final PluginRegistry plugins;

  Sandboxed(PluginRegistry plugins) {
    this.plugins = plugins;
  }

  /**
   * Whether the tasks of a sandbox are for whoever speaks with shims, whatever their runtime is.
   */
  boolean serves(Scope scope, String sandbox) {
    return !sandbox.isEmpty()
        && record(scope, sandbox)
            .filter(record -> !record.sandboxer().isEmpty())
            .map(record -> status(scope, record))
            .filter(status -> !status.address().isEmpty() && status.version() >= SERVING)
            .isPresent();
  }

  private Optional<Sandbox> record(Scope scope, String sandbox) {
    try {
      return Optional.of(
          plugins.call(scope, Sandboxes.KIND, Sandboxes.ID, all -> all.get(scope, sandbox)));
    } catch (Fault e) {
      if (e.kind() == Fault.Kind.NOT_FOUND) {
        return Optional.empty(); // as those of clients before 1.7, or there is no store
      }
      throw e;
    }
  }

  private SandboxStatus status(Scope scope, Sandbox record) {
    try (Held<SandboxController> controller = controller(scope, record.sandboxer())) {
      return controller.get().status(scope, record.id(), false);
    } catch (Fault e) {
      // not NOT_FOUND, which clients take for the container's
      Fault.Kind kind = e.kind() == Fault.Kind.NOT_FOUND ? Fault.Kind.UNKNOWN : e.kind();
      throw new Fault(
          kind, "can't find shim for sandbox " + record.id() + ": " + e.getMessage(), e);
    }
  }

  private Held<SandboxController> controller(Scope scope, String name) {
    try {
      return plugins.use(scope, SandboxController.KIND, name);
    } catch (Fault e) {
      if (e.kind() == Fault.Kind.NOT_FOUND) {
        return plugins.use(scope, SandboxController.POD_KIND, name);
      }
      throw e;
    }
  }
}
