package io.felucca.shim.runtime;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.sandbox.SandboxStatus;
import io.felucca.api.sandbox.ServingSandboxes;
import io.felucca.shim.folder.Endpoint;
import java.util.Optional;

/** Where the controllers of sandboxes say that tasks in them are served. */
final class SandboxEndpoints {
  private final ServingSandboxes sandboxes;

  SandboxEndpoints(PluginRegistry registry) {
    sandboxes = new ServingSandboxes(registry);
  }

  /** The endpoint; empty where the tasks of the sandbox are not served by it. */
  Optional<Endpoint> find(Scope scope, String sandbox) {
    return sandboxes.find(scope, sandbox).map(SandboxEndpoints::endpoint);
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
