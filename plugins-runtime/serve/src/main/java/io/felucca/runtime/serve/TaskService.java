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
import java.util.List;
import java.util.function.Function;

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
  private final Caller caller;

  private TaskService(Caller caller) {
    this.caller = caller;
  }

  static TtrpcServices of(TaskCalls calls, Caller caller) {
    TaskService service = new TaskService(caller);
    service.addProcessCalls(calls);
    service.addLifeCalls(calls);
    return service.services;
  }

  private void addProcessCalls(TaskCalls calls) {
    of("State", calls::state);
    of("Start", calls::start);
    of("Delete", calls::delete);
    of("Wait", calls::await);
    of("Pids", calls::pids);
    of("Pause", calls::pause);
    of("Resume", calls::resume);
    of("Stats", calls::stats);
    of("Connect", calls::connect);
  }

  private void addLifeCalls(TaskCalls calls) {
    add("Create", CreateRequest.parser(), CreateRequest::getId, calls::create);
    add("Exec", ExecRequest.parser(), ExecRequest::getId, calls::exec);
    add("Kill", KillRequest.parser(), KillRequest::getId, calls::kill);
    add("ResizePty", ResizeRequest.parser(), ResizeRequest::getId, calls::resize);
    add("CloseIO", CloseIoRequest.parser(), CloseIoRequest::getId, calls::closeIo);
    add("Checkpoint", CheckpointRequest.parser(), CheckpointRequest::getId, calls::checkpoint);
    add("Update", UpdateRequest.parser(), UpdateRequest::getId, calls::update);
    add("Shutdown", ShutdownRequest.parser(), ShutdownRequest::getId, calls::shutdown);
  }

  private void of(String method, Call<ProcessRef> call) {
    add(method, ProcessRef.parser(), ProcessRef::getId, call);
  }

  private <Q> void add(String method, Parser<Q> parser, Function<Q, String> id, Call<Q> call) {
    for (String name : NAMES) {
      services.unary(name, method, request -> answer(request, parser, id, call));
    }
  }

  private <Q> byte[] answer(
      TtrpcRequest request, Parser<Q> parser, Function<Q, String> id, Call<Q> call) {
    try {
      Q message = parser.parseFrom(request.payload());
      return call.on(caller.of(request, id.apply(message)), message).toByteArray();
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new TtrpcException(TtrpcCode.INVALID_ARGUMENT, "malformed request", e);
    } catch (RuntimeException e) {
      throw Statuses.of(e);
    }
  }
}
