package io.felucca.itests.sandbox;

import com.google.protobuf.Empty;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Timestamp;
import io.felucca.ttrpc.TtrpcAddress;
import io.felucca.ttrpc.TtrpcCode;
import io.felucca.ttrpc.TtrpcException;
import io.felucca.ttrpc.TtrpcServices;
import io.felucca.ttrpc.TtrpcTransport;
import io.felucca.wire.shim.DeleteResponse;
import io.felucca.wire.shim.EndedSandbox;
import io.felucca.wire.shim.PidResponse;
import io.felucca.wire.shim.SandboxPlatform;
import io.felucca.wire.shim.SandboxState;
import io.felucca.wire.shim.StartedSandbox;
import io.felucca.wire.types.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A shim for one sandbox, as those of virtual machines are: its program is a script, its services
 * are here, behind real ttrpc. No shim of a distribution has a sandbox service.
 */
final class SandboxShim implements AutoCloseable {
  static final int PID = 4242;

  /** Every call of both services, in order. */
  final List<String> calls = new CopyOnWriteArrayList<>();

  private final Path folder;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CompletableFuture<EndedSandbox> end = new CompletableFuture<>();
  private final TtrpcServices services = new TtrpcServices();
  private final TtrpcTransport transport = new TtrpcTransport("sandbox-shim");

  SandboxShim(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    Path program = Path.of(program());
    Files.writeString(
        program,
        "#!/bin/sh\nfor action; do :; done\n[ $action = delete ] && exit 0\ncat > /dev/null\n"
            + "printf '{\"version\":3,\"address\":\"unix://%s\",\"protocol\":\"ttrpc\"}' "
            + folder.resolve("s")
            + "\n");
    program.toFile().setExecutable(true);
    serveSandbox();
    serveTasks();
    transport.serve(TtrpcAddress.of(folder.resolve("s")), services, threads);
  }

  /** Its path, which is a runtime's name too. */
  String program() {
    return folder.resolve("containerd-shim-vm-v2").toString();
  }

  private void serveSandbox() {
    String service = "containerd.runtime.sandbox.v1.Sandbox";
    add(service, "CreateSandbox", Empty.getDefaultInstance());
    add(service, "StartSandbox", StartedSandbox.newBuilder().setPid(PID).build());
    Platform platform = Platform.newBuilder().setOs("linux").setArchitecture("riscv64").build();
    add(service, "Platform", SandboxPlatform.newBuilder().setPlatform(platform).build());
    add(
        service,
        "SandboxStatus",
        SandboxState.newBuilder().setPid(PID).setState("SANDBOX_READY").build());
    add(service, "ShutdownSandbox", Empty.getDefaultInstance());
    services.unary(
        service,
        "StopSandbox",
        request -> {
          end.complete(
              EndedSandbox.newBuilder()
                  .setExitStatus(9)
                  .setExitedAt(Timestamp.newBuilder().setSeconds(1_700_000_000))
                  .build());
          return new byte[0];
        });
    services.unary(service, "WaitSandbox", request -> ended());
  }

  private byte[] ended() {
    try {
      return end.get().toByteArray();
    } catch (InterruptedException | ExecutionException e) {
      throw new TtrpcException(TtrpcCode.UNAVAILABLE, "gone");
    }
  }

  private void serveTasks() {
    String service = "containerd.task.v3.Task";
    add(service, "Create", PidResponse.newBuilder().setPid(PID + 1).build());
    add(service, "Delete", DeleteResponse.newBuilder().setPid(PID + 1).build());
    add(service, "Shutdown", Empty.getDefaultInstance());
  }

  private void add(String service, String method, MessageLite answer) {
    services.unary(
        service,
        method,
        request -> {
          calls.add(method);
          return answer.toByteArray();
        });
  }

  @Override
  public void close() {
    end.cancel(false);
    transport.close();
    threads.shutdownNow();
  }
}
