package io.felucca.runtime.serve;

import com.google.protobuf.Empty;
import com.google.protobuf.MessageLite;
import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.task.ExecSpec;
import io.felucca.api.task.Exit;
import io.felucca.api.task.Task;
import io.felucca.api.task.TaskIo;
import io.felucca.api.task.TaskManager;
import io.felucca.linux.Processes;
import io.felucca.wire.convert.Anys;
import io.felucca.wire.shim.CheckpointRequest;
import io.felucca.wire.shim.CloseIoRequest;
import io.felucca.wire.shim.ConnectResponse;
import io.felucca.wire.shim.CreateRequest;
import io.felucca.wire.shim.ExecRequest;
import io.felucca.wire.shim.KillRequest;
import io.felucca.wire.shim.PidResponse;
import io.felucca.wire.shim.ProcessRef;
import io.felucca.wire.shim.ResizeRequest;
import io.felucca.wire.shim.ShutdownRequest;
import io.felucca.wire.shim.StatsResponse;
import io.felucca.wire.shim.UpdateRequest;
import io.felucca.wire.shim.WaitResponse;
import java.util.concurrent.CompletableFuture;

/** The calls of the task service, each one call of the runtime. */
final class TaskCalls {
  private static final Empty DONE = Empty.getDefaultInstance();

  private final TaskManager runtime;
  private final Ledger ledger;
  private final Forwarder events;
  private final Remains remains;
  private final Runnable onGone;

  /**
   * @param onGone told after a task has gone
   */
  TaskCalls(
      TaskManager runtime, Ledger ledger, Forwarder events, Remains remains, Runnable onGone) {
    this.runtime = runtime;
    this.ledger = ledger;
    this.events = events;
    this.remains = remains;
    this.onGone = onGone;
  }

  MessageLite create(Scope scope, CreateRequest request) {
    TaskKey key = new TaskKey(scope.requireNamespace(), request.getId());
    remains.awaitRemoval(key);
    ledger.add(key, request.getBundle());
    ShimLog.offer(request.getBundle());
    Task task = runtime.create(scope, Creation.spec(request));
    return pid(task.pid());
  }

  MessageLite start(Scope scope, ProcessRef process) {
    return pid(task(scope, process.getId()).start(scope, process.getExecId()));
  }

  private static PidResponse pid(int pid) {
    return PidResponse.newBuilder().setPid(pid).build();
  }

  MessageLite delete(Scope scope, ProcessRef process) {
    Exit exit = task(scope, process.getId()).delete(scope, process.getExecId());
    if (process.getExecId().isEmpty()) {
      gone(scope, process.getId());
    }
    return Answers.deleted(exit);
  }

  private void gone(Scope scope, String id) {
    ledger.remove(new TaskKey(scope.namespace(), id));
    onGone.run();
  }

  MessageLite state(Scope scope, ProcessRef process) {
    Task task = task(scope, process.getId());
    String bundle = ledger.bundle(new TaskKey(scope.namespace(), process.getId()));
    return Answers.state(task.state(scope, process.getExecId()), bundle);
  }

  CompletableFuture<WaitResponse> await(Scope scope, ProcessRef process) {
    Task task = task(scope, process.getId());
    return task.exit(scope, process.getExecId()).thenApply(Answers::ended);
  }

  MessageLite pids(Scope scope, ProcessRef process) {
    return Answers.pids(task(scope, process.getId()).pids(scope));
  }

  MessageLite pause(Scope scope, ProcessRef process) {
    task(scope, process.getId()).pause(scope);
    return DONE;
  }

  MessageLite resume(Scope scope, ProcessRef process) {
    task(scope, process.getId()).resume(scope);
    return DONE;
  }

  MessageLite stats(Scope scope, ProcessRef process) {
    return StatsResponse.newBuilder()
        .setStats(Anys.toWire(task(scope, process.getId()).stats(scope)))
        .build();
  }

  /** Known or not, every task is asked for here: the answer tells which process serves it. */
  MessageLite connect(Scope scope, ProcessRef process) {
    events.release(new TaskKey(scope.namespace(), process.getId()));
    return ConnectResponse.newBuilder()
        .setShimPid(Processes.self())
        .setTaskPid(pidOrNone(scope, process.getId()))
        .build();
  }

  private int pidOrNone(Scope scope, String id) {
    try {
      return task(scope, id).pid();
    } catch (Fault e) {
      if (e.kind() != Fault.Kind.NOT_FOUND) {
        throw e;
      }
      return 0;
    }
  }

  MessageLite exec(Scope scope, ExecRequest request) {
    TaskIo io =
        new TaskIo(
            request.getStdin(), request.getStdout(), request.getStderr(), request.getTerminal());
    ExecSpec exec = new ExecSpec(request.getExecId(), io, Anys.fromWire(request.getSpec()));
    task(scope, request.getId()).exec(scope, exec);
    return DONE;
  }

  MessageLite kill(Scope scope, KillRequest request) {
    task(scope, request.getId())
        .kill(scope, request.getExecId(), request.getSignal(), request.getAll());
    return DONE;
  }

  MessageLite resize(Scope scope, ResizeRequest request) {
    task(scope, request.getId())
        .resize(scope, request.getExecId(), request.getWidth(), request.getHeight());
    return DONE;
  }

  MessageLite closeIo(Scope scope, CloseIoRequest request) {
    if (request.getStdin()) {
      task(scope, request.getId()).closeStdin(scope, request.getExecId());
    }
    return DONE;
  }

  MessageLite checkpoint(Scope scope, CheckpointRequest request) {
    task(scope, request.getId())
        .checkpoint(scope, request.getPath(), Anys.fromWire(request.getOptions()));
    return DONE;
  }

  MessageLite update(Scope scope, UpdateRequest request) {
    task(scope, request.getId())
        .update(scope, Anys.fromWire(request.getResources()), request.getAnnotationsMap());
    return DONE;
  }

  /** Ends nothing but the interest in this one task: the process has others, and goes by itself. */
  MessageLite shutdown(Scope scope, ShutdownRequest request) {
    if (pidOrNone(scope, request.getId()) == 0) {
      gone(scope, request.getId());
    }
    return DONE;
  }

  private Task task(Scope scope, String id) {
    try {
      return runtime.get(scope, id);
    } catch (Fault e) {
      // in the words of a shim, for which a container that is not there was not created yet
      throw e.kind() == Fault.Kind.NOT_FOUND ? Fault.notFound("container not created") : e;
    }
  }
}
