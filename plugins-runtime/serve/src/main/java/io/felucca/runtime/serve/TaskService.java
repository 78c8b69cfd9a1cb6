package io.felucca.runtime.serve;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.felucca.api.Scope;
import io.felucca.ttrpc.TtrpcCode;
import io.felucca.ttrpc.TtrpcException;
import io.felucca.ttrpc.TtrpcRequest;
import io.felucca.ttrpc.TtrpcServices;
import io.felucca.wire.shim.CheckpointRequest;
import io.felucca.wire.shim.CloseIoRequest;
import io.felucca.wire.shim.CreateRequest;
import io.felucca.wire.shim.ExecRequest;
import io.felucca.wire.shim.KillRequest;
import io.felucca.wire.shim.ProcessRef;
import io.felucca.wire.shim.ResizeRequest;
import io.felucca.wire.shim.ShutdownRequest;
import io.felucca.wire.shim.UpdateRequest;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The shim's task service ({@code containerd.task.v2.Task} and {@code v3.Task}, which differ in
 * nothing but their names): which message belongs to which call.
 */
final class TaskService {
  /** One of the calls. */
  private interface Call<Q> {
    MessageLite on(Scope scope, Q request);
  }

  private static final List<String> NAMES =
      List.of("containerd.task.v2.Task", "containerd.task.v3.Task");

  private final TtrpcServices services = new TtrpcServices();
  private final String namespace;

  private TaskService(String namespace) {
    this.namespace = namespace;
  }

  /**
   * The service of one namespace: requests do not tell (containerd 1.6 sends no header), so every
   * namespace has a socket of its own.
   */
  static TtrpcServices of(TaskCalls calls, String namespace) {
    TaskService service = new TaskService(namespace);
    service.addProcessCalls(calls);
    service.addLifeCalls(calls);
    return service.services;
  }

  private void addProcessCalls(TaskCalls calls) {
    of("State", calls::state);
    of("Start", calls::start);
    of("Delete", calls::delete);
    addWait(calls);
    of("Pids", calls::pids);
    of("Pause", calls::pause);
    of("Resume", calls::resume);
    of("Stats", calls::stats);
    of("Connect", calls::connect);
  }

  private void addWait(TaskCalls calls) {
    for (String name : NAMES) {
      services.later(name, "Wait", request -> ended(calls, request));
    }
  }

  /** Takes no thread while it waits. */
  private CompletableFuture<byte[]> ended(TaskCalls calls, TtrpcRequest request) {
    try {
      return calls
          .await(scope(request), ProcessRef.parseFrom(request.payload()))
          .thenApply(MessageLite::toByteArray)
          .exceptionallyCompose(e -> CompletableFuture.failedFuture(Statuses.of(e)));
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new TtrpcException(TtrpcCode.INVALID_ARGUMENT, "malformed request", e);
    } catch (RuntimeException e) {
      throw Statuses.of(e);
    }
  }

  private void addLifeCalls(TaskCalls calls) {
    add("Create", CreateRequest.parser(), calls::create);
    add("Exec", ExecRequest.parser(), calls::exec);
    add("Kill", KillRequest.parser(), calls::kill);
    add("ResizePty", ResizeRequest.parser(), calls::resize);
    add("CloseIO", CloseIoRequest.parser(), calls::closeIo);
    add("Checkpoint", CheckpointRequest.parser(), calls::checkpoint);
    add("Update", UpdateRequest.parser(), calls::update);
    add("Shutdown", ShutdownRequest.parser(), calls::shutdown);
  }

  private void of(String method, Call<ProcessRef> call) {
    add(method, ProcessRef.parser(), call);
  }

  private <Q> void add(String method, Parser<Q> parser, Call<Q> call) {
    for (String name : NAMES) {
      services.unary(name, method, request -> answer(request, parser, call));
    }
  }

  private <Q> byte[] answer(TtrpcRequest request, Parser<Q> parser, Call<Q> call) {
    try {
      return call.on(scope(request), parser.parseFrom(request.payload())).toByteArray();
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new TtrpcException(TtrpcCode.INVALID_ARGUMENT, "malformed request", e);
    } catch (RuntimeException e) {
      throw Statuses.of(e);
    }
  }

  private Scope scope(TtrpcRequest request) {
    return new Scope(namespace, "", deadline(request));
  }

  private static Instant deadline(TtrpcRequest request) {
    return request.timeout().isZero() ? Instant.MAX : Instant.now().plus(request.timeout());
  }
}
