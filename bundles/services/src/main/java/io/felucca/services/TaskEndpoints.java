package io.felucca.services;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.metadata.Metadata;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.Seat;
import io.felucca.api.sandbox.SandboxStatus;
import io.felucca.api.sandbox.ServingSandboxes;
import io.felucca.wire.tasks.CreateTaskRequest;

/**
 * The addresses at which clients want tasks of sandboxes served. They have them from the sandbox'
 * controller; the daemon asks that one itself, so they need not be handed on.
 */
final class TaskEndpoints {
  private final Seat<Metadata> metadata;
  private final ServingSandboxes sandboxes;

  TaskEndpoints(PluginRegistry plugins) {
    metadata = new Seat<>(plugins, Metadata.KIND, Metadata.ID);
    sandboxes = new ServingSandboxes(plugins);
  }

  /**
   * Lets pass what the controller says, too. The address counts for containers in a sandbox only,
   * as in containerd.
   *
   * @throws Fault UNIMPLEMENTED for another address than the controller's
   */
  void check(Scope scope, CreateTaskRequest request) {
    String address = request.getTaskApiAddress();
    if (address.isEmpty()) {
      return;
    }
    String sandbox =
        metadata
            .call(scope, now -> now.containers().get(scope, request.getContainerId()))
            .sandbox();
    if (sandbox.isEmpty()) {
      return;
    }
    String known = sandboxes.find(scope, sandbox).map(SandboxStatus::address).orElse("");
    if (!address.equals(known)) {
      throw Fault.unimplemented(
          "task of sandbox %s at \"%s\": its controller says \"%s\"", sandbox, address, known);
    }
  }
}
