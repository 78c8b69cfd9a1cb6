package io.felucca.api.sandbox;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.plugin.Held;
import io.felucca.api.plugin.PluginRegistry;
import java.util.Optional;

/** The sandboxes that serve the tasks in them themselves, as shims do, by what records say. */
public final class ServingSandboxes {
  /** The first version of the task API whose shims serve tasks that they were not started for. */
  private static final int FIRST_VERSION = 3;

  private final PluginRegistry plugins;

  public ServingSandboxes(PluginRegistry plugins) {
    this.plugins = plugins;
  }

  /**
   * How such a sandbox is, with the address of its task API. Empty where it has no record or no
   * controller, or where its shim serves nobody but those who start it once more.
   *
   * @param sandbox its ID; empty for none
   * @throws Fault if its controller cannot tell; never NOT_FOUND, which clients would take for the
   *     container's
   */
  public Optional<SandboxStatus> find(Scope scope, String sandbox) {
    return record(scope, sandbox)
        .filter(record -> !record.sandboxer().isEmpty())
        .map(record -> status(scope, record))
        .filter(status -> !status.address().isEmpty() && status.version() >= FIRST_VERSION);
  }

  private Optional<Sandbox> record(Scope scope, String sandbox) {
    if (sandbox.isEmpty()) {
      return Optional.empty();
    }
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
