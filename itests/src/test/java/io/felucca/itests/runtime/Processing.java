package io.felucca.itests.runtime;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import io.felucca.itests.fixture.Rpc;
import io.felucca.wire.tasks.DeleteProcessRequest;
import io.felucca.wire.tasks.DeleteTaskRequest;
import io.felucca.wire.tasks.ExecProcessRequest;
import io.felucca.wire.tasks.GetRequest;
import io.felucca.wire.tasks.KillRequest;
import io.felucca.wire.tasks.ListPidsRequest;
import io.felucca.wire.tasks.MetricsRequest;
import io.felucca.wire.tasks.PauseTaskRequest;
import io.felucca.wire.tasks.ResumeTaskRequest;
import io.felucca.wire.tasks.StartRequest;
import io.felucca.wire.tasks.TasksGrpc;
import io.felucca.wire.tasks.WaitRequest;
import io.felucca.wire.tasks.WaitResponse;
import io.felucca.wire.types.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/** What clients do with tasks, one call after another; every surprise is an error. */
final class Processing {
  private static final int SECONDS = 120;
  private static final int PAUSES = 100;

  private final Rpc rpc;

  Processing(Rpc rpc) {
    this.rpc = rpc;
  }

  Future<WaitResponse> wait(String container, String exec) {
    return TasksGrpc.newFutureStub(rpc.channel())
        .wait(WaitRequest.newBuilder().setContainerId(container).setExecId(exec).build());
  }

  static int code(Future<WaitResponse> wait) {
    try {
      return wait.get(SECONDS, TimeUnit.SECONDS).getExitStatus();
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("wait failed: " + e, e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  Status state(String container) {
    return rpc.tasks()
        .get(GetRequest.newBuilder().setContainerId(container).build())
        .getProcess()
        .getStatus();
  }

  void kill(String container, int signal) {
    rpc.tasks().kill(KillRequest.newBuilder().setContainerId(container).setSignal(signal).build());
  }

  int delete(String container) {
    return rpc.tasks()
        .delete(DeleteTaskRequest.newBuilder().setContainerId(container).build())
        .getExitStatus();
  }

  /** Looks at a task from all sides. */
  void look(String container) {
    expect(Status.RUNNING, state(container));
    int pids =
        rpc.tasks()
            .listPids(ListPidsRequest.newBuilder().setContainerId(container).build())
            .getProcessesCount();
    int metrics =
        rpc.tasks()
            .metrics(MetricsRequest.newBuilder().addFilters("id==" + container).build())
            .getMetricsCount();
    expect(
        "processes and metrics", "processes and metrics" + (pids > 0 && metrics == 1 ? "" : "?"));
  }

  void pauseAndResume(String container) {
    pause(container, PAUSES);
    expect(Status.PAUSED, state(container));
    rpc.tasks().resume(ResumeTaskRequest.newBuilder().setContainerId(container).build());
    expect(Status.RUNNING, state(container));
  }

  /** The runtime gives up freezing a group after a fifth of a second, however busy the machine. */
  private void pause(String container, int tries) {
    try {
      rpc.tasks().pause(PauseTaskRequest.newBuilder().setContainerId(container).build());
    } catch (StatusRuntimeException e) {
      if (tries == 1 || !e.getMessage().contains("unable to freeze")) {
        throw e;
      }
      pause(container, tries - 1);
    }
  }

  /**
   * Executes something that ends soon, waits for it in three calls, and deletes it as soon as one
   * of them has been answered.
   */
  void exec(String container, String exec, int code) {
    rpc.tasks()
        .exec(
            ExecProcessRequest.newBuilder()
                .setContainerId(container)
                .setExecId(exec)
                .setSpec(process("sleep 0.0" + code % 10 + "; exit " + code))
                .build());
    List<Future<WaitResponse>> waits =
        IntStream.range(0, 3).mapToObj(i -> wait(container, exec)).toList();
    rpc.tasks().start(StartRequest.newBuilder().setContainerId(container).setExecId(exec).build());
    expect(code, code(waits.get(0)));
    expect(
        code,
        rpc.tasks()
            .deleteProcess(
                DeleteProcessRequest.newBuilder().setContainerId(container).setExecId(exec).build())
            .getExitStatus());
    waits.forEach(wait -> expect(code, code(wait)));
  }

  private static Any process(String script) {
    String json =
        "{\"args\":[\"sh\",\"-c\",\"%s\"],\"cwd\":\"/\",\"env\":[\"PATH=/bin:/usr/bin\"]}"
            .formatted(script);
    return Any.newBuilder()
        .setTypeUrl("types.containerd.io/opencontainers/runtime-spec/1/Process")
        .setValue(ByteString.copyFromUtf8(json))
        .build();
  }

  static void expect(Object wanted, Object seen) {
    if (!wanted.equals(seen)) {
      throw new AssertionError("expected " + wanted + " but saw " + seen);
    }
  }
}
