package io.felucca.services;

import com.google.protobuf.Empty;
import io.felucca.api.Descriptor;
import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.filter.Filter;
import io.felucca.api.plugin.PluginSpec;
import io.felucca.api.task.Exit;
import io.felucca.api.task.ProcessInfo;
import io.felucca.api.task.ProcessState;
import io.felucca.api.task.Task;
import io.felucca.api.task.TaskMetric;
import io.felucca.api.task.Tasks;
import io.felucca.wire.call.GrpcService;
import io.felucca.wire.call.Scopes;
import io.felucca.wire.convert.Anys;
import io.felucca.wire.convert.DescriptorWire;
import io.felucca.wire.convert.TaskRequests;
import io.felucca.wire.convert.TaskWire;
import io.felucca.wire.convert.Times;
import io.felucca.wire.options.CheckpointOptions;
import io.felucca.wire.tasks.CheckpointTaskRequest;
import io.felucca.wire.tasks.CheckpointTaskResponse;
import io.felucca.wire.tasks.CloseIORequest;
import io.felucca.wire.tasks.CreateTaskRequest;
import io.felucca.wire.tasks.CreateTaskResponse;
import io.felucca.wire.tasks.DeleteProcessRequest;
import io.felucca.wire.tasks.DeleteResponse;
import io.felucca.wire.tasks.DeleteTaskRequest;
import io.felucca.wire.tasks.ExecProcessRequest;
import io.felucca.wire.tasks.GetRequest;
import io.felucca.wire.tasks.GetResponse;
import io.felucca.wire.tasks.KillRequest;
import io.felucca.wire.tasks.ListPidsRequest;
import io.felucca.wire.tasks.ListPidsResponse;
import io.felucca.wire.tasks.ListTasksRequest;
import io.felucca.wire.tasks.ListTasksResponse;
import io.felucca.wire.tasks.MetricsRequest;
import io.felucca.wire.tasks.MetricsResponse;
import io.felucca.wire.tasks.PauseTaskRequest;
import io.felucca.wire.tasks.ResizePtyRequest;
import io.felucca.wire.tasks.ResumeTaskRequest;
import io.felucca.wire.tasks.StartRequest;
import io.felucca.wire.tasks.StartResponse;
import io.felucca.wire.tasks.TasksGrpc;
import io.felucca.wire.tasks.UpdateTaskRequest;
import io.felucca.wire.tasks.WaitRequest;
import io.felucca.wire.tasks.WaitResponse;
import io.grpc.BindableService;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** {@code containerd.services.tasks.v1.Tasks}. */
@Component(
    service = BindableService.class,
    configurationPid = "io.containerd.grpc.v1.tasks",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@GrpcService("containerd.services.tasks.v1.Tasks")
@PluginSpec(
    type = "io.containerd.grpc.v1",
    id = "tasks",
    requires = {"io.containerd.runtime.v2", "io.containerd.service.v1"})
public final class TasksService extends TasksGrpc.TasksImplBase {
  private final Tasks tasks;

  @Activate
  public TasksService(@Reference(policyOption = ReferencePolicyOption.GREEDY) Tasks tasks) {
    this.tasks = tasks;
  }

  @Override
  public void create(CreateTaskRequest request, StreamObserver<CreateTaskResponse> to) {
    if (!request.getTaskApiAddress().isEmpty()) {
      throw Fault.unimplemented("tasks at an existing endpoint (%s)", request.getTaskApiAddress());
    }
    Task task = tasks.create(Scopes.namespaced(), TaskRequests.fromWire(request));
    Replies.one(
        to,
        CreateTaskResponse.newBuilder()
            .setContainerId(request.getContainerId())
            .setPid(task.pid())
            .build());
  }

  @Override
  public void start(StartRequest request, StreamObserver<StartResponse> to) {
    Scope scope = Scopes.namespaced();
    int pid = tasks.get(scope, request.getContainerId()).start(scope, request.getExecId());
    Replies.one(to, StartResponse.newBuilder().setPid(pid).build());
  }

  @Override
  public void delete(DeleteTaskRequest request, StreamObserver<DeleteResponse> to) {
    Scope scope = Scopes.namespaced();
    Exit exit = tasks.get(scope, request.getContainerId()).delete(scope, "");
    Replies.one(to, response("", exit));
  }

  @Override
  public void deleteProcess(DeleteProcessRequest request, StreamObserver<DeleteResponse> to) {
    Scope scope = Scopes.namespaced();
    String exec = execId(request.getExecId());
    Exit exit = tasks.get(scope, request.getContainerId()).delete(scope, exec);
    Replies.one(to, response(exec, exit));
  }

  @Override
  public void get(GetRequest request, StreamObserver<GetResponse> to) {
    Scope scope = Scopes.namespaced();
    ProcessState state =
        tasks.get(scope, request.getContainerId()).state(scope, request.getExecId());
    Replies.one(to, GetResponse.newBuilder().setProcess(TaskWire.toWire(state)).build());
  }

  @Override
  public void list(ListTasksRequest request, StreamObserver<ListTasksResponse> to) {
    ListTasksResponse.Builder all = ListTasksResponse.newBuilder();
    tasks.list(Scopes.namespaced()).forEach(state -> all.addTasks(TaskWire.toWire(state)));
    Replies.one(to, all.build());
  }

  @Override
  public void kill(KillRequest request, StreamObserver<Empty> to) {
    Scope scope = Scopes.namespaced();
    tasks
        .get(scope, request.getContainerId())
        .kill(scope, request.getExecId(), request.getSignal(), request.getAll());
    Replies.nothing(to);
  }

  @Override
  public void exec(ExecProcessRequest request, StreamObserver<Empty> to) {
    Scope scope = Scopes.namespaced();
    execId(request.getExecId());
    tasks.get(scope, request.getContainerId()).exec(scope, TaskRequests.fromWire(request));
    Replies.nothing(to);
  }

  @Override
  public void resizePty(ResizePtyRequest request, StreamObserver<Empty> to) {
    Scope scope = Scopes.namespaced();
    tasks
        .get(scope, request.getContainerId())
        .resize(scope, request.getExecId(), request.getWidth(), request.getHeight());
    Replies.nothing(to);
  }

  @Override
  public void closeIO(CloseIORequest request, StreamObserver<Empty> to) {
    Scope scope = Scopes.namespaced();
    Task task = tasks.get(scope, request.getContainerId());
    if (request.getStdin()) {
      task.closeStdin(scope, request.getExecId());
    }
    Replies.nothing(to);
  }

  @Override
  public void pause(PauseTaskRequest request, StreamObserver<Empty> to) {
    Scope scope = Scopes.namespaced();
    tasks.get(scope, request.getContainerId()).pause(scope);
    Replies.nothing(to);
  }

  @Override
  public void resume(ResumeTaskRequest request, StreamObserver<Empty> to) {
    Scope scope = Scopes.namespaced();
    tasks.get(scope, request.getContainerId()).resume(scope);
    Replies.nothing(to);
  }

  @Override
  public void listPids(ListPidsRequest request, StreamObserver<ListPidsResponse> to) {
    Scope scope = Scopes.namespaced();
    ListPidsResponse.Builder all = ListPidsResponse.newBuilder();
    for (ProcessInfo process : tasks.get(scope, request.getContainerId()).pids(scope)) {
      all.addProcesses(TaskWire.toWire(process));
    }
    Replies.one(to, all.build());
  }

  @Override
  public void checkpoint(CheckpointTaskRequest request, StreamObserver<CheckpointTaskResponse> to) {
    List<Descriptor> made =
        tasks.checkpoint(
            Scopes.namespaced(),
            request.getContainerId(),
            imagePath(request),
            Anys.fromWire(request.getOptions()));
    CheckpointTaskResponse.Builder all = CheckpointTaskResponse.newBuilder();
    made.forEach(descriptor -> all.addDescriptors(DescriptorWire.toWire(descriptor)));
    Replies.one(to, all.build());
  }

  @Override
  public void update(UpdateTaskRequest request, StreamObserver<Empty> to) {
    Scope scope = Scopes.namespaced();
    tasks
        .get(scope, request.getContainerId())
        .update(scope, Anys.fromWire(request.getResources()), request.getAnnotationsMap());
    Replies.nothing(to);
  }

  @Override
  public void metrics(MetricsRequest request, StreamObserver<MetricsResponse> to) {
    MetricsResponse.Builder all = MetricsResponse.newBuilder();
    for (TaskMetric metric :
        tasks.metrics(Scopes.namespaced(), Filter.parse(request.getFiltersList()))) {
      all.addMetrics(TaskWire.toWire(metric));
    }
    Replies.one(to, all.build());
  }

  /** Takes no thread while it waits. */
  @Override
  public void wait(WaitRequest request, StreamObserver<WaitResponse> to) {
    Scope scope = Scopes.namespaced();
    CompletableFuture<Exit> exit =
        tasks.get(scope, request.getContainerId()).exit(scope, request.getExecId());
    // the runtime need not wait on for a client that has gone
    ((ServerCallStreamObserver<WaitResponse>) to).setOnCancelHandler(() -> exit.cancel(false));
    exit.whenComplete((how, error) -> answer(to, how, error));
  }

  private static void answer(StreamObserver<WaitResponse> to, Exit exit, Throwable error) {
    if (error != null) {
      to.onError(error);
      return;
    }
    WaitResponse.Builder response = WaitResponse.newBuilder().setExitStatus(exit.status());
    if (exit.at() != null) {
      response.setExitedAt(Times.toWire(exit.at()));
    }
    Replies.one(to, response.build());
  }

  private static DeleteResponse response(String exec, Exit exit) {
    DeleteResponse.Builder response =
        DeleteResponse.newBuilder().setId(exec).setPid(exit.pid()).setExitStatus(exit.status());
    if (exit.at() != null) {
      response.setExitedAt(Times.toWire(exit.at()));
    }
    return response.build();
  }

  private static String execId(String id) {
    if (id.isEmpty()) {
      throw Fault.invalid("exec id cannot be empty");
    }
    return id;
  }

  private static String imagePath(CheckpointTaskRequest request) {
    return request.hasOptions()
        ? Anys.unpack(Anys.fromWire(request.getOptions()), CheckpointOptions.getDefaultInstance())
            .getImagePath()
        : "";
  }
}
