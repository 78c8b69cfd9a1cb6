package io.felucca.services;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import com.google.protobuf.Any;
import com.google.protobuf.Timestamp;
import io.felucca.api.Fault.Kind;
import io.felucca.wire.containers.Container;
import io.felucca.wire.containers.ContainersGrpc;
import io.felucca.wire.containers.CreateContainerRequest;
import io.felucca.wire.convert.Anys;
import io.felucca.wire.options.CheckpointOptions;
import io.felucca.wire.options.Options;
import io.felucca.wire.options.ProcessDetails;
import io.felucca.wire.tasks.CheckpointTaskRequest;
import io.felucca.wire.tasks.CloseIORequest;
import io.felucca.wire.tasks.CreateTaskRequest;
import io.felucca.wire.tasks.DeleteProcessRequest;
import io.felucca.wire.tasks.DeleteResponse;
import io.felucca.wire.tasks.DeleteTaskRequest;
import io.felucca.wire.tasks.ExecProcessRequest;
import io.felucca.wire.tasks.GetRequest;
import io.felucca.wire.tasks.KillRequest;
import io.felucca.wire.tasks.ListPidsRequest;
import io.felucca.wire.tasks.ListTasksRequest;
import io.felucca.wire.tasks.MetricsRequest;
import io.felucca.wire.tasks.PauseTaskRequest;
import io.felucca.wire.tasks.ResizePtyRequest;
import io.felucca.wire.tasks.ResumeTaskRequest;
import io.felucca.wire.tasks.StartRequest;
import io.felucca.wire.tasks.TasksGrpc;
import io.felucca.wire.tasks.TasksGrpc.TasksBlockingStub;
import io.felucca.wire.tasks.UpdateTaskRequest;
import io.felucca.wire.tasks.WaitRequest;
import io.felucca.wire.tasks.WaitResponse;
import io.felucca.wire.types.Mount;
import io.felucca.wire.types.Process;
import io.felucca.wire.types.ProcessInfo;
import io.felucca.wire.types.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

public class TasksServiceTest {
  private static final Timestamp EXITED =
      Timestamp.newBuilder().setSeconds(FewTask.EXITED.getEpochSecond()).build();

  @Rule public final Daemon daemon = new Daemon();
  private TasksBlockingStub tasks;

  @Before
  public void connect() {
    tasks = TasksGrpc.newBlockingStub(daemon.channel());
  }

  @Test
  public void aTaskIsMadeAsAsked() {
    Any options = Anys.any(Options.newBuilder().setBinaryName("crun").build());
    CreateTaskRequest request =
        CreateTaskRequest.newBuilder()
            .setContainerId("c")
            .addRootfs(Mount.newBuilder().setType("bind").setSource("/src"))
            .setStdout("/fifo")
            .setTerminal(true)
            .setOptions(options)
            .setRuntimePath("/bin/shim")
            .build();
    assertEquals(42, tasks.create(request).getPid());
    FewTask made = daemon.tasks().all.get("c");
    assertEquals("/src", made.request.rootfs().get(0).source());
    assertEquals("/fifo", made.request.io().stdout());
    assertEquals("containerd.runc.v1.Options", made.request.options().typeUrl());
    assertEquals("/bin/shim", made.request.runtimePath());
    Faults.expect(Kind.ALREADY_EXISTS, () -> tasks.create(request));
  }

  @Test
  public void addressCountsInASandboxOnlyAndMustBeItsControllers() {
    record("alone", "");
    record("inside", "s");
    tasks.create(at("alone"));
    Faults.expect(Kind.UNIMPLEMENTED, () -> tasks.create(at("inside")));
    Faults.expect(Kind.NOT_FOUND, () -> tasks.create(at("unknown")));
  }

  private void record(String id, String sandbox) {
    ContainersGrpc.newBlockingStub(daemon.channel())
        .create(
            CreateContainerRequest.newBuilder()
                .setContainer(
                    Container.newBuilder()
                        .setId(id)
                        .setRuntime(Container.Runtime.newBuilder().setName("io.containerd.x.v2"))
                        .setSpec(Any.newBuilder().setTypeUrl("Spec"))
                        .setSandbox(sandbox))
                .build());
  }

  private static CreateTaskRequest at(String container) {
    return CreateTaskRequest.newBuilder()
        .setContainerId(container)
        .setTaskApiAddress("ttrpc+unix:///x")
        .build();
  }

  @Test
  public void everyCallReachesTheTask() {
    FewTask task = make("c");
    tasks.start(StartRequest.newBuilder().setContainerId("c").setExecId("e").build());
    tasks.kill(KillRequest.newBuilder().setContainerId("c").setSignal(9).setAll(true).build());
    tasks.exec(exec("e"));
    tasks.resizePty(
        ResizePtyRequest.newBuilder().setContainerId("c").setWidth(80).setHeight(25).build());
    tasks.closeIO(CloseIORequest.newBuilder().setContainerId("c").setStdin(true).build());
    tasks.closeIO(CloseIORequest.newBuilder().setContainerId("c").build());
    tasks.pause(PauseTaskRequest.newBuilder().setContainerId("c").build());
    tasks.resume(ResumeTaskRequest.newBuilder().setContainerId("c").build());
    tasks.update(
        UpdateTaskRequest.newBuilder()
            .setContainerId("c")
            .setResources(Any.newBuilder().setTypeUrl("Resources"))
            .putAnnotations("a", "b")
            .build());
    assertEquals(
        List.of(
            "start e",
            "kill  9 true",
            "exec e Process",
            "resize  80x25",
            "closeStdin ",
            "pause",
            "resume",
            "update Resources {a=b}"),
        task.told);
  }

  @Test
  public void anExecNeedsAnId() {
    make("c");
    assertEquals(
        "exec id cannot be empty",
        Faults.expect(Kind.INVALID_ARGUMENT, () -> tasks.exec(exec(""))));
  }

  @Test
  public void statesCarryTheIdOfTheirProcess() {
    make("c");
    Process first = tasks.get(GetRequest.newBuilder().setContainerId("c").build()).getProcess();
    assertEquals("c", first.getId());
    assertEquals(Status.RUNNING, first.getStatus());
    GetRequest exec = GetRequest.newBuilder().setContainerId("c").setExecId("e").build();
    assertEquals("e", tasks.get(exec).getProcess().getId());
    assertEquals(1, tasks.list(ListTasksRequest.getDefaultInstance()).getTasksCount());
  }

  @Test
  public void anUnknownTaskIsNotFoundByItsName() {
    assertEquals(
        "task c not found",
        Faults.expect(
            Kind.NOT_FOUND, () -> tasks.get(GetRequest.newBuilder().setContainerId("c").build())));
  }

  @Test
  public void manyWaitAndAllAreAnsweredWhenTheProcessEnds() throws Exception {
    FewTask task = make("c");
    WaitRequest request = WaitRequest.newBuilder().setContainerId("c").build();
    List<Future<WaitResponse>> waiting = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      waiting.add(TasksGrpc.newFutureStub(daemon.channel()).wait(request));
    }
    assertFalse(waiting.get(0).isDone());
    task.end(137);
    for (Future<WaitResponse> answer : waiting) {
      assertEquals(137, answer.get().getExitStatus());
      assertEquals(EXITED, answer.get().getExitedAt());
    }
    assertEquals(137, tasks.wait(request).getExitStatus());
  }

  @Test
  public void deletingWaitsForTheEnd() {
    FewTask task = make("c");
    DeleteTaskRequest request = DeleteTaskRequest.newBuilder().setContainerId("c").build();
    Faults.expect(Kind.FAILED_PRECONDITION, () -> tasks.delete(request));
    task.end(3);
    DeleteResponse gone = tasks.delete(request);
    assertEquals(3, gone.getExitStatus());
    assertEquals(42, gone.getPid());
    assertEquals("", gone.getId());
  }

  @Test
  public void aDeletedExecIsNamedAndNeedsAName() {
    make("c").end(0);
    DeleteProcessRequest.Builder request = DeleteProcessRequest.newBuilder().setContainerId("c");
    Faults.expect(Kind.INVALID_ARGUMENT, () -> tasks.deleteProcess(request.build()));
    assertEquals("e", tasks.deleteProcess(request.setExecId("e").build()).getId());
  }

  @Test
  public void processesOfExecsTellWhichOne() throws Exception {
    make("c");
    List<ProcessInfo> found =
        tasks.listPids(ListPidsRequest.newBuilder().setContainerId("c").build()).getProcessesList();
    assertFalse(found.get(0).hasInfo());
    assertEquals("containerd.runc.v1.ProcessDetails", found.get(1).getInfo().getTypeUrl());
    assertEquals("e", ProcessDetails.parseFrom(found.get(1).getInfo().getValue()).getExecId());
  }

  @Test
  public void theCheckpointsPathIsThatOfItsOptions() {
    make("c");
    CheckpointTaskRequest.Builder request = CheckpointTaskRequest.newBuilder().setContainerId("c");
    tasks.checkpoint(request.build());
    assertEquals("", daemon.tasks().checkpointPath);
    Any options = Anys.any(CheckpointOptions.newBuilder().setImagePath("/cp").build());
    tasks.checkpoint(request.setOptions(options).build());
    assertEquals("/cp", daemon.tasks().checkpointPath);
    Any others = Anys.any(Options.getDefaultInstance());
    Faults.expect(
        Kind.INVALID_ARGUMENT, () -> tasks.checkpoint(request.setOptions(others).build()));
  }

  @Test
  public void metricsAreFiltered() {
    make("a");
    make("b");
    MetricsRequest request = MetricsRequest.newBuilder().addFilters("id==b").build();
    assertEquals("b", tasks.metrics(request).getMetrics(0).getId());
    assertEquals(2, tasks.metrics(MetricsRequest.getDefaultInstance()).getMetricsCount());
  }

  private FewTask make(String id) {
    tasks.create(CreateTaskRequest.newBuilder().setContainerId(id).build());
    return daemon.tasks().all.get(id);
  }

  private static ExecProcessRequest exec(String id) {
    return ExecProcessRequest.newBuilder()
        .setContainerId("c")
        .setExecId(id)
        .setSpec(Any.newBuilder().setTypeUrl("Process"))
        .build();
  }
}
