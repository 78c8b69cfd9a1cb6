package io.felucca.shim.sandbox;

import io.felucca.shim.folder.Endpoint;
import io.felucca.shim.folder.TaskFolder;
import io.felucca.shim.log.ShimLogs;
import io.felucca.shim.wire.SandboxApi;
import io.felucca.shim.wire.ShimClient;
import io.felucca.shim.wire.ShimFaults;
import io.felucca.shim.wire.TaskApi;
import io.felucca.ttrpc.TtrpcAddress;
import io.felucca.ttrpc.TtrpcException;
import io.felucca.ttrpc.TtrpcTransport;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The connection with a sandbox' shim, and the FIFO of its log. */
final class SandboxLink implements AutoCloseable {
  private final ShimClient client;
  private final String id;
  private final ShimLogs.Following log;

  private SandboxLink(ShimClient client, String id, ShimLogs.Following log) {
    this.client = client;
    this.id = id;
    this.log = log;
  }

  /** Reads the shim's log from now on: one that starts waits for a reader. */
  static ShimLogs.Following follow(ShimLogs logs, TaskFolder folder) {
    return logs.follow(
        folder.log(), Map.of("sandbox", folder.id(), "namespace", folder.namespace()));
  }

  /** Connects; the log is closed again where that fails. */
  static SandboxLink open(
      TtrpcTransport transport,
      TaskFolder folder,
      Endpoint endpoint,
      ShimLogs.Following log,
      Duration limit) {
    try {
      TtrpcAddress address = TtrpcAddress.parse(endpoint.address());
      ShimClient client =
          new ShimClient(transport.connect(address, limit), folder.namespace(), endpoint.version());
      return new SandboxLink(client, folder.id(), log);
    } catch (TtrpcException e) {
      log.close();
      throw ShimFaults.of(e);
    }
  }

  SandboxApi api() {
    return new SandboxApi(client, id);
  }

  /** The shim's other service: one that serves no tasks ends when that is told to. */
  TaskApi tasks() {
    return new TaskApi(client, id);
  }

  CompletableFuture<?> onClose() {
    return client.onClose();
  }

  @Override
  public void close() {
    client.close();
    log.close();
  }
}
