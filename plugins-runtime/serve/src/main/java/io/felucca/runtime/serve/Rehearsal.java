package io.felucca.runtime.serve;

import com.google.protobuf.MessageLite;
import io.felucca.ttrpc.Metadata;
import io.felucca.ttrpc.TtrpcAddress;
import io.felucca.ttrpc.TtrpcClient;
import io.felucca.ttrpc.TtrpcTransport;
import io.felucca.wire.shim.CreateRequest;
import io.felucca.wire.shim.ExecRequest;
import io.felucca.wire.shim.KillRequest;
import io.felucca.wire.shim.MountPoint;
import io.felucca.wire.shim.ProcessRef;
import io.felucca.wire.shim.ShutdownRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionException;

/**
 * The calls of a container's life, made to see which classes they take: for the class archive. That
 * they fail is no matter.
 */
final class Rehearsal implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final TtrpcTransport transport = new TtrpcTransport("rehearsal");
  private final TtrpcClient client;

  private Rehearsal(Path socket) {
    client = transport.connect(TtrpcAddress.of(socket), LIMIT);
  }

  static void of(Path socket, Path bundle) {
    try (Rehearsal rehearsal = new Rehearsal(socket)) {
      rehearsal.all(bundle.getFileName().toString(), bundle);
    }
  }

  private void all(String id, Path bundle) {
    ProcessRef process = ProcessRef.newBuilder().setId(id).build();
    call("Connect", process);
    call(
        "Create",
        CreateRequest.newBuilder()
            .setId(id)
            .setBundle(bundle.toString())
            .addRootfs(mount(bundle))
            .build());
    for (String method : new String[] {"Start", "State", "Wait", "Pids", "Stats"}) {
      call(method, process);
    }
    call("Exec", ExecRequest.newBuilder().setId(id).setExecId("e").build());
    call("Kill", KillRequest.newBuilder().setId(id).setSignal(9).build());
    call("Delete", process);
    call("Shutdown", ShutdownRequest.newBuilder().setId(id).build());
  }

  /** A folder of our own and nothing below it: of what is mounted elsewhere nothing is touched. */
  private static MountPoint mount(Path bundle) {
    return MountPoint.newBuilder()
        .setType("bind")
        .setSource(bundle.toString())
        .addOptions("bind")
        .build();
  }

  private void call(String method, MessageLite request) {
    try {
      client
          .call("containerd.task.v2.Task", method, request.toByteArray(), Metadata.none(), LIMIT)
          .join();
    } catch (CompletionException e) {
      System.err.println(method + ": " + e.getCause().getMessage());
    }
  }

  @Override
  public void close() {
    transport.close();
  }
}
