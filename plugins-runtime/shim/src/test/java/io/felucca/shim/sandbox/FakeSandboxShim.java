package io.felucca.shim.sandbox;

import com.google.protobuf.Empty;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Timestamp;
import io.felucca.ttrpc.TtrpcAddress;
import io.felucca.ttrpc.TtrpcCode;
import io.felucca.ttrpc.TtrpcException;
import io.felucca.ttrpc.TtrpcRequest;
import io.felucca.ttrpc.TtrpcServices;
import io.felucca.ttrpc.TtrpcTransport;
import io.felucca.wire.shim.EndedSandbox;
import io.felucca.wire.shim.PidResponse;
import io.felucca.wire.shim.SandboxCounters;
import io.felucca.wire.shim.SandboxCreation;
import io.felucca.wire.shim.SandboxPlatform;
import io.felucca.wire.shim.SandboxRef;
import io.felucca.wire.shim.SandboxState;
import io.felucca.wire.shim.SandboxStop;
import io.felucca.wire.shim.StartedSandbox;
import io.felucca.wire.types.Metric;
import io.felucca.wire.types.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A shim with a sandbox service whose program is a script and whose services are in this process:
 * one for all sandboxes, which real ttrpc leads to.
 */
final class FakeSandboxShim implements AutoCloseable {
  static final int PID = 4242;
  private static final Timestamp THEN = Timestamp.newBuilder().setSeconds(1_700_000_000).build();
  private static final String SERVICE = "containerd.runtime.sandbox.v1.Sandbox";

  /** Every call, as {@code method}. */
  final List<String> calls = new CopyOnWriteArrayList<>();

  final Map<String, SandboxCreation> created = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<EndedSandbox>> ends = new ConcurrentHashMap<>();
  private final Path folder;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private TtrpcTransport transport;

  FakeSandboxShim(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    Files.writeString(
        program(),
        "#!/bin/sh\nfor action; do :; done\necho \"$@\" >> "
            + folder.resolve("said")
            + "\n[ $action = delete ] && exit 0\ncat > /dev/null\nprintf "
            + "'{\"version\":3,\"address\":\""
            + address()
            + "\",\"protocol\":\"ttrpc\"}'\n");
    program().toFile().setExecutable(true);
  }

  Path program() {
    return folder.resolve("containerd-shim-fake-v1");
  }

  String address() {
    return "unix://" + folder.resolve("s");
  }

  /** How the program was run, a line each. */
  List<String> said() throws IOException {
    return Files.readAllLines(folder.resolve("said"));
  }

  /** Serves both services. */
  FakeSandboxShim serving() throws IOException {
    TtrpcServices services = new TtrpcServices();
    add(services, "CreateSandbox", this::create);
    add(services, "StartSandbox", this::start);
    add(services, "Platform", this::platform);
    add(services, "StopSandbox", this::stop);
    add(services, "WaitSandbox", this::exit);
    add(services, "SandboxStatus", this::status);
    add(services, "ShutdownSandbox", this::shutdown);
    add(services, "SandboxMetrics", this::metrics);
    return serving(services);
  }

  /** Serves tasks only, as shims of old do. */
  FakeSandboxShim servingTasks() throws IOException {
    return serving(new TtrpcServices());
  }

  private FakeSandboxShim serving(TtrpcServices services) throws IOException {
    String tasks = "containerd.task.v3.Task";
    services.unary(tasks, "Shutdown", request -> noted("Shutdown", Empty.getDefaultInstance()));
    services.unary(
        tasks, "Create", request -> noted("Create", PidResponse.newBuilder().setPid(PID).build()));
    transport = new TtrpcTransport("fake-sandbox-shim");
    transport.serve(TtrpcAddress.parse(address()), services, threads);
    return this;
  }

  private interface Method {
    MessageLite answer(String key, TtrpcRequest request) throws InvalidProtocolBufferException;
  }

  private void add(TtrpcServices services, String name, Method method) {
    services.unary(
        SERVICE,
        name,
        request -> {
          // the ID is the first field of every request
          String id = SandboxRef.parseFrom(request.payload()).getSandboxId();
          String key = request.metadata().first("containerd-namespace-ttrpc").orElse("") + "/" + id;
          if (!name.equals("CreateSandbox") && !ends.containsKey(key)) {
            throw new TtrpcException(TtrpcCode.NOT_FOUND, "no sandbox " + key);
          }
          return noted(name, method.answer(key, request));
        });
  }

  private byte[] noted(String method, MessageLite answer) {
    calls.add(method);
    return answer.toByteArray();
  }

  private MessageLite create(String key, TtrpcRequest request)
      throws InvalidProtocolBufferException {
    created.put(key, SandboxCreation.parseFrom(request.payload()));
    ends.put(key, new CompletableFuture<>());
    return Empty.getDefaultInstance();
  }

  private MessageLite start(String key, TtrpcRequest request) {
    if (key.endsWith("/refused")) {
      throw new TtrpcException(TtrpcCode.FAILED_PRECONDITION, "not this one");
    }
    return StartedSandbox.newBuilder().setPid(PID).setCreatedAt(THEN).build();
  }

  private MessageLite platform(String key, TtrpcRequest request) {
    return SandboxPlatform.newBuilder()
        .setPlatform(Platform.newBuilder().setOs("linux").setArchitecture("riscv64"))
        .build();
  }

  private MessageLite stop(String key, TtrpcRequest request) throws InvalidProtocolBufferException {
    int seconds = SandboxStop.parseFrom(request.payload()).getTimeoutSecs();
    ends.get(key)
        .complete(
            EndedSandbox.newBuilder()
                .setExitStatus(seconds == 0 ? 137 : 0)
                .setExitedAt(Timestamp.newBuilder().setSeconds(1_800_000_000))
                .build());
    return Empty.getDefaultInstance();
  }

  private MessageLite exit(String key, TtrpcRequest request) {
    try {
      return ends.get(key).get();
    } catch (ExecutionException | InterruptedException e) {
      throw new TtrpcException(TtrpcCode.NOT_FOUND, "gone");
    }
  }

  private MessageLite status(String key, TtrpcRequest request) {
    EndedSandbox end = ends.get(key).getNow(null);
    SandboxState.Builder state =
        SandboxState.newBuilder()
            .setPid(PID)
            .setState(end == null ? "SANDBOX_READY" : "SANDBOX_NOTREADY")
            .setCreatedAt(THEN);
    if (end != null) {
      state.setExitedAt(end.getExitedAt());
    }
    return state.build();
  }

  private MessageLite shutdown(String key, TtrpcRequest request) {
    ends.remove(key).completeExceptionally(new IllegalStateException("shut down"));
    return Empty.getDefaultInstance();
  }

  private MessageLite metrics(String key, TtrpcRequest request) {
    return SandboxCounters.newBuilder().setMetrics(Metric.newBuilder().setId("x")).build();
  }

  /** Dies: nobody listens any more. */
  void die() {
    if (transport != null) {
      transport.close();
      transport = null;
    }
  }

  @Override
  public void close() {
    die();
    threads.shutdownNow();
  }
}
