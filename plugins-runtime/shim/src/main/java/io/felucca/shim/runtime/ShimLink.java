package io.felucca.shim.runtime;

import io.felucca.shim.folder.Endpoint;
import io.felucca.shim.folder.TaskFolder;
import io.felucca.shim.log.ShimLogs;
import io.felucca.shim.wire.ShimClient;
import io.felucca.shim.wire.ShimFaults;
import io.felucca.shim.wire.TaskApi;
import io.felucca.ttrpc.TtrpcAddress;
import io.felucca.ttrpc.TtrpcException;
import io.felucca.ttrpc.TtrpcTransport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What connects a task with its shim: the connection, and the FIFO of its log. */
final class ShimLink implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("io.felucca.shim");
  private static final long LOOK_MS = 2;

  private final Endpoint endpoint;
  private final ShimClient client;
  private final TaskApi api;
  private final ShimLogs.Following log;

  private ShimLink(Endpoint endpoint, ShimClient client, String id, ShimLogs.Following log) {
    this.endpoint = endpoint;
    this.client = client;
    this.api = new TaskApi(client, id);
    this.log = log;
  }

  /** Connects; the log is closed again where that fails. */
  static ShimLink open(
      TtrpcTransport transport,
      TaskFolder folder,
      Endpoint endpoint,
      ShimLogs.Following log,
      Duration limit) {
    try {
      TtrpcAddress address = TtrpcAddress.parse(endpoint.address());
      ShimClient client =
          new ShimClient(transport.connect(address, limit), folder.namespace(), endpoint.version());
      return new ShimLink(endpoint, client, folder.id(), log);
    } catch (TtrpcException e) {
      log.close();
      throw ShimFaults.of(e);
    }
  }

  /** Reads the shim's log from now on. */
  static ShimLogs.Following follow(ShimLogs logs, TaskFolder folder) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("id", folder.id());
    fields.put("namespace", folder.namespace());
    return logs.follow(folder.log(), fields);
  }

  Endpoint endpoint() {
    return endpoint;
  }

  TaskApi api() {
    return api;
  }

  /** Completes once the connection is gone, by whomsoever. */
  CompletableFuture<?> onClose() {
    return client.onClose();
  }

  /**
   * Waits until the shim has removed its socket or hung up: a task of the same name that came
   * before that would find a shim which is about to end. The process itself may take longer, while
   * its last events wait for the daemon.
   */
  void awaitEnd(Duration limit) {
    Path socket = TtrpcAddress.parse(endpoint.address()).path();
    long end = System.nanoTime() + limit.toNanos();
    while (Files.exists(socket) && !client.onClose().isDone()) {
      if (System.nanoTime() - end > 0 || !pause()) {
        LOG.log(System.Logger.Level.WARNING, "shim did not end address=" + endpoint.address());
        return;
      }
    }
  }

  private static boolean pause() {
    try {
      Thread.sleep(LOOK_MS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    client.close();
    log.close();
  }
}
