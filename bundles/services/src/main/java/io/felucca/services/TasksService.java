package io.felucca.services;

import com.google.protobuf.Empty;
import io.felucca.api.Descriptor;
import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.TypedValue;
import io.felucca.api.filter.Filter;
import io.felucca.api.plugin.Carried;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.PluginSpec;
import io.felucca.api.plugin.Seat;
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
import java.util.function.Consumer;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

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
  private final Seat<Tasks> tasks;
  private final TaskEndpoints endpoints;

  @Activate
  public TasksService(@Reference PluginRegistry plugins) {
    this.tasks = new Seat<>(plugins, Tasks.KIND, Tasks.ID);
    this.endpoints = new TaskEndpoints(plugins);
  }

  private <T> T ask(Scope scope, String id, Function<Task, T> question) {
    return tasks.call(scope, all -> question.apply(all.get(scope, id)));
  }

  private void tell(Scope scope, String id, Consumer<Task> order) {
    tasks.run(scope, all -> order.accept(all.get(scope, id)));
  }

  @Override
  public void create(CreateTaskRequest request, StreamObserver<CreateTaskResponse> to) {
    Scope scope = Scopes.namespaced();
    endpoints.check(scope, request);
    Task task = tasks.call(scope, all -> all.create(scope, TaskRequests.fromWire(request)));
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
    int pid = ask(scope, request.getContainerId(), task -> task.start(scope, request.getExecId()));
    Replies.one(to, StartResponse.newBuilder().setPid(pid).build());
  }

  @Override
  public void delete(DeleteTaskRequest request, StreamObserver<DeleteResponse> to) {
    Scope scope = Scopes.namespaced();
    Exit exit = ask(scope, request.getContainerId(), task -> task.delete(scope, ""));
    Replies.one(to, response("", exit));
  }

  @Override
  public void deleteProcess(DeleteProcessRequest request, StreamObserver<DeleteResponse> to) {
    Scope scope = Scopes.namespaced();
    String exec = execId(request.getExecId());
    Exit exit = ask(scope, request.getContainerId(), task -> task.delete(scope, exec));
    Replies.one(to, response(exec, exit));
  }

  @Override
  public void get(GetRequest request, StreamObserver<GetResponse> to) {
    Scope scope = Scopes.namespaced();
    ProcessState state =
        ask(scope, request.getContainerId(), task -> task.state(scope, request.getExecId()));
    Replies.one(to, GetResponse.newBuilder().setProcess(TaskWire.toWire(state)).build());
  }

  @Override
  public void list(ListTasksRequest request, StreamObserver<ListTasksResponse> to) {
    ListTasksResponse.Builder all = ListTasksResponse.newBuilder();
    Scope scope = Scopes.namespaced();
    tasks
        .call(scope, some -> some.list(scope))
        .forEach(state -> all.addTasks(TaskWire.toWire(state)));
    Replies.one(to, all.build());
  }

  @Override
  public void kill(KillRequest request, StreamObserver<Empty> to) {
    Scope scope = Scopes.namespaced();
    tell(
        scope,
        request.getContainerId(),
        task -> task.kill(scope, request.getExecId(), request.getSignal(), request.getAll()));
    Replies.nothing(to);
  }

  @Override
  public void exec(ExecProcessRequest request, StreamObserver<Empty> to) {
    Scope scope = Scopes.namespaced();
    execId(request.getExecId());
    tell(scope, request.getContainerId(), task -> task.exec(scope, TaskRequests.fromWire(request)));
    Replies.nothing(to);
  }

  @Override
  public void resizePty(ResizePtyRequest request, StreamObserver<Empty> to) {
    Scope scope = Scopes.namespaced();
    tell(
        scope,
        request.getContainerId(),
        task -> task.resize(scope, request.getExecId(), request.getWidth(), request.getHeight()));
    Replies.nothing(to);
  }

  @Override
  public void closeIO(CloseIORequest request, StreamObserver<Empty> to) {
    Scope scope = Scopes.namespaced();
    tell(scope, request.getContainerId(), task -> close(scope, task, request));
    Replies.nothing(to);
  }

  private static void close(Scope scope, Task task, CloseIORequest request) {
    if (request.getStdin()) {
      task.closeStdin(scope, request.getExecId());
    } else {
      task.state(scope, request.getExecId()); // a process that is not there is told all the same
    }
  }

  @Override
  public void pause(PauseTaskRequest request, StreamObserver<Empty> to) {
    Scope scope = Scopes.namespaced();
    tell(scope, request.getContainerId(), task -> task.pause(scope));
    Replies.nothing(to);
  }

  @Override
  public void resume(ResumeTaskRequest request, StreamObserver<Empty> to) {
    Scope scope = Scopes.namespaced();
    tell(scope, request.getContainerId(), task -> task.resume(scope));
    Replies.nothing(to);
  }

  @Override
  public void listPids(ListPidsRequest request, StreamObserver<ListPidsResponse> to) {
    Scope scope = Scopes.namespaced();
    ListPidsResponse.Builder all = ListPidsResponse.newBuilder();
    List<ProcessInfo> pids = ask(scope, request.getContainerId(), task -> task.pids(scope));
    for (ProcessInfo process : pids) {
      all.addProcesses(TaskWire.toWire(process));
    }
    Replies.one(to, all.build());
  }

  @Override
  public void checkpoint(CheckpointTaskRequest request, StreamObserver<CheckpointTaskResponse> to) {
    Scope scope = Scopes.namespaced();
    String id = request.getContainerId();
    String path = imagePath(request);
    List<Descriptor> made =
        tasks.call(
            scope, all -> all.checkpoint(scope, id, path, Anys.fromWire(request.getOptions())));
    CheckpointTaskResponse.Builder all = CheckpointTaskResponse.newBuilder();
    made.forEach(descriptor -> all.addDescriptors(DescriptorWire.toWire(descriptor)));
    Replies.one(to, all.build());
  }

  @Override
  public void update(UpdateTaskRequest request, StreamObserver<Empty> to) {
    Scope scope = Scopes.namespaced();
    TypedValue resources = Anys.fromWire(request.getResources());
    tell(
        scope,
        request.getContainerId(),
        task -> task.update(scope, resources, request.getAnnotationsMap()));
    Replies.nothing(to);
  }

  @Override
  public void metrics(MetricsRequest request, StreamObserver<MetricsResponse> to) {
    Scope scope = Scopes.namespaced();
    Filter filter = Filter.parse(request.getFiltersList());
    MetricsResponse.Builder all = MetricsResponse.newBuilder();
    for (TaskMetric metric : tasks.call(scope, some -> some.metrics(scope, filter))) {
      all.addMetrics(TaskWire.toWire(metric));
    }
    Replies.one(to, all.build());
  }

  /**
   * Takes no thread while it waits, and outlives the task service's instances.
   *
   * <p>What is needed for the answer is loaded by the question: it may come when this instance and
   * its bundle have gone.
   */
  @Override
  public void wait(WaitRequest request, StreamObserver<WaitResponse> to) {
    Scope scope = Scopes.namespaced();
    CompletableFuture<Exit> exit =
        new Carried<Exit>(
                moving ->
                    ask(
                        scope,
                        request.getContainerId(),
                        task -> task.exit(scope, request.getExecId(), moving)))
            .begin();
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
    to.onNext(response.build());
    to.onCompleted();
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
