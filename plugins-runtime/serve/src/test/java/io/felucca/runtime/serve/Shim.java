package io.felucca.runtime.serve;

import com.google.protobuf.Empty;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.felucca.ttrpc.Metadata;
import io.felucca.ttrpc.TtrpcAddress;
import io.felucca.ttrpc.TtrpcClient;
import io.felucca.ttrpc.TtrpcException;
import io.felucca.ttrpc.TtrpcTransport;
import io.felucca.wire.shim.CreateRequest;
import io.felucca.wire.shim.DeleteResponse;
import io.felucca.wire.shim.KillRequest;
import io.felucca.wire.shim.PidResponse;
import io.felucca.wire.shim.ProcessRef;
import io.felucca.wire.shim.ShutdownRequest;
import io.felucca.wire.shim.StateResponse;
import io.felucca.wire.shim.WaitResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** containerd's end of one connection to a shim. */
final class Shim implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final TtrpcTransport transport = new TtrpcTransport("test-client");
  private final TtrpcClient client;
  private final String service;

  Shim(Path socket, int version) {
    client = transport.connect(TtrpcAddress.of(socket), LIMIT);
    service = "containerd.task.v" + version + ".Task";
  }

  <T> CompletableFuture<T> later(String method, MessageLite request, Parser<T> parser) {
    return client
        .call(service, method, request.toByteArray(), Metadata.none(), LIMIT)
        .thenApply(bytes -> parsed(bytes, parser));
  }

  private static <T> T parsed(byte[] bytes, Parser<T> parser) {
    try {
      return parser.parseFrom(bytes);
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  <T> T call(String method, MessageLite request, Parser<T> parser) throws Exception {
    try {
      return later(method, request, parser).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof TtrpcException known ? known : e;
    }
  }

  void tell(String method, MessageLite request) throws Exception {
    call(method, request, Empty.parser());
  }

  static ProcessRef process(String id, String execId) {
    return ProcessRef.newBuilder().setId(id).setExecId(execId).build();
  }

  int create(CreateRequest request) throws Exception {
    return call("Create", request, PidResponse.parser()).getPid();
  }

  int start(String id, String execId) throws Exception {
    return call("Start", process(id, execId), PidResponse.parser()).getPid();
  }

  StateResponse state(String id, String execId) throws Exception {
    return call("State", process(id, execId), StateResponse.parser());
  }

  CompletableFuture<WaitResponse> exit(String id, String execId) {
    return later("Wait", process(id, execId), WaitResponse.parser());
  }

  void kill(String id, int signal) throws Exception {
    tell("Kill", KillRequest.newBuilder().setId(id).setSignal(signal).setAll(true).build());
  }

  DeleteResponse delete(String id, String execId) throws Exception {
    return call("Delete", process(id, execId), DeleteResponse.parser());
  }

  void shutdown(String id) throws Exception {
    tell("Shutdown", ShutdownRequest.newBuilder().setId(id).build());
  }

  /** Kills and deletes a task. */
  void end(String id) throws Exception {
    CompletableFuture<WaitResponse> exit = exit(id, "");
    kill(id, 9);
    exit.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    delete(id, "");
    shutdown(id);
  }

  @Override
  public void close() {
    transport.close();
  }
}
