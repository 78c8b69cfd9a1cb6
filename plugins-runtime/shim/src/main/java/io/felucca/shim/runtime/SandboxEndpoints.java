package io.felucca.shim.runtime;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.plugin.Held;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.sandbox.Sandbox;
import io.felucca.api.sandbox.SandboxController;
import io.felucca.api.sandbox.SandboxStatus;
import io.felucca.api.sandbox.Sandboxes;
import io.felucca.shim.folder.Endpoint;
import io.felucca.shim.wire.ShimClient;
import java.util.Optional;

/** Where the controllers of sandboxes say that tasks in them are served. */
final class SandboxEndpoints {
  private final PluginRegistry registry;

  SandboxEndpoints(PluginRegistry registry) {
    this.registry = registry;
  }

  /**
   * The endpoint; empty where the sandbox has no record, or its shim serves nobody but those who
   * start it once more.
   */
  Optional<Endpoint> find(Scope scope, String sandbox) {
    return record(scope, sandbox)
        .filter(record -> !record.sandboxer().isEmpty())
        .map(record -> status(scope, record))
        .filter(status -> !status.address().isEmpty())
        .filter(status -> status.version() >= ShimClient.NEWEST)
        .map(SandboxEndpoints::endpoint);
  }

  private Optional<Sandbox> record(Scope scope, String sandbox) {
    try {
      return Optional.of(
          registry.call(scope, Sandboxes.KIND, Sandboxes.ID, all -> all.get(scope, sandbox)));
    } catch (Fault e) {
      if (e.kind() == Fault.Kind.NOT_FOUND) {
        return Optional.empty();
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
      String words = "can't find shim for sandbox " + record.id() + ": ";
      throw new Fault(kind, words + e.getMessage(), e);
    }
  }

  private Held<SandboxController> controller(Scope scope, String name) {
    try {
      return registry.use(scope, SandboxController.KIND, name);
    } catch (Fault e) {
      if (e.kind() == Fault.Kind.NOT_FOUND) {
        return registry.use(scope, SandboxController.POD_KIND, name);
      }
      throw e;
    }
  }

  /** {@code ttrpc+unix:///path}; other protocols are refused when they are connected to. */
  private static Endpoint endpoint(SandboxStatus status) {
    int plus = status.address().indexOf('+');
    String protocol = plus < 0 ? "ttrpc" : status.address().substring(0, plus);
    if (!protocol.equals("ttrpc")) {
      throw Fault.unimplemented(
          "shim of sandbox %s speaks \"%s\": only ttrpc is spoken here", status.id(), protocol);
    }
    return new Endpoint(status.version(), status.address().substring(plus + 1), protocol);
  }
}
