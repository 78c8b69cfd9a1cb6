package io.felucca.client;

import io.felucca.api.Fault;
import io.felucca.api.TypedValue;
import io.felucca.api.task.ExecSpec;
import io.felucca.api.task.Exit;
import io.felucca.api.task.ProcessInfo;
import io.felucca.api.task.ProcessState;
import io.felucca.api.task.TaskStatus;
import io.felucca.client.call.Caller;
import io.felucca.client.stream.ProcessStreams;
import io.felucca.oci.spec.SpecBuilder;
import io.felucca.oci.spec.SpecOption;
import io.felucca.wire.convert.Anys;
import io.felucca.wire.convert.TaskRequests;
import io.felucca.wire.convert.TaskWire;
import io.felucca.wire.tasks.DeleteResponse;
import io.felucca.wire.tasks.DeleteTaskRequest;
import io.felucca.wire.tasks.ExecProcessRequest;
import io.felucca.wire.tasks.GetRequest;
import io.felucca.wire.tasks.ListPidsRequest;
import io.felucca.wire.tasks.MetricsRequest;
import io.felucca.wire.tasks.PauseTaskRequest;
import io.felucca.wire.tasks.ResumeTaskRequest;
import io.felucca.wire.tasks.TasksGrpc;
import io.felucca.wire.tasks.UpdateTaskRequest;
import io.felucca.wire.types.Metric;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What runs: the first process of a container, and what goes for all of its processes.
 *
 * <pre>{@code
 * Task task = container.newTask(Stdio.inherit());
 * CompletableFuture<Exit> exit = task.exit();
 * task.start();
 * System.out.println("ended with " + exit.join().status());
 * task.delete();
 * }</pre>
 */
public final class Task extends TaskProcess {
  private static final String PROCESS = "types.containerd.io/opencontainers/runtime-spec/1/Process";
  private static final String RESOURCES =
      "types.containerd.io/opencontainers/runtime-spec/1/LinuxResources";

  private final Workspace workspace;

  Task(Workspace workspace, String container, int pid, ProcessStreams streams) {
    super(workspace.caller(), container, "", pid, streams);
    this.workspace = workspace;
  }

  @Override
  DeleteResponse remove(Caller caller) {
    DeleteTaskRequest request = DeleteTaskRequest.newBuilder().setContainerId(container()).build();
    return caller.work(TasksGrpc::newBlockingStub, stub -> stub.delete(request));
  }

  /** Kills it if it runs, waits for its end and deletes it. */
  public Exit deleteForcibly() {
    if (state().status() != TaskStatus.STOPPED) {
      Faults.unless(Fault.Kind.NOT_FOUND, () -> kill(Signal.KILL.number(), true));
      awaitExit();
    }
    return delete();
  }

  /** Sends a signal to all processes of the container. */
  public void killAll(Signal signal) {
    kill(signal.number(), true);
  }

  /**
   * Adds a process with the environment, user and folder of the container's first one.
   *
   * @param id unique in this task; ALREADY_EXISTS where it is taken
   * @param io what its streams are connected with; with a terminal the process gets one
   * @param args its command line
   * @param options changes to the container's specification, of which its process is taken
   */
  public Exec exec(String id, Stdio io, List<String> args, SpecOption... options) {
    Container own = workspace.containers().get(container());
    var process =
        SpecBuilder.of(own.spec())
            .rootFiles(path -> own.rootFiles().read(path))
            .with(options)
            .build()
            .processFor(args);
    if (io.isTerminal()) {
      process.addProperty("terminal", true);
    }
    byte[] json = process.toString().getBytes(StandardCharsets.UTF_8);
    return exec(id, io, new TypedValue(PROCESS, json));
  }

  /**
   * Adds a process.
   *
   * @param process the JSON of an OCI {@code process} object
   */
  public Exec exec(String id, Stdio io, TypedValue process) {
    ProcessStreams streams = NewStreams.make(caller(), io, container(), id);
    try {
      streams.open(() -> endInput(caller(), container(), id));
      ExecProcessRequest request =
          TaskRequests.toWire(container(), new ExecSpec(id, streams.names(), process));
      caller().work(TasksGrpc::newBlockingStub, stub -> stub.exec(request));
      return new Exec(caller(), container(), id, 0, streams);
    } catch (RuntimeException e) {
      streams.close();
      streams.remove();
      throw e;
    }
  }

  /**
   * Takes up an exec that somebody has added, and its streams.
   *
   * @param io what its output is connected with; {@link Stdio#nothing} leaves the streams alone
   */
  public Exec attachExec(String id, Stdio io) {
    GetRequest request = GetRequest.newBuilder().setContainerId(container()).setExecId(id).build();
    ProcessState state =
        TaskWire.fromWire(
            caller().ask(TasksGrpc::newBlockingStub, stub -> stub.get(request)).getProcess());
    ProcessStreams streams = ProcessStreams.existing(io.wiring(), state.io());
    streams.open(() -> endInput(caller(), container(), id));
    if (state.status() != TaskStatus.CREATED) {
      streams.started();
    }
    return new Exec(caller(), container(), id, state.pid(), streams);
  }

  /** Freezes all processes of the container. */
  public void pause() {
    PauseTaskRequest request = PauseTaskRequest.newBuilder().setContainerId(container()).build();
    caller().work(TasksGrpc::newBlockingStub, stub -> stub.pause(request));
  }

  /** Ends {@link #pause}. */
  public void resume() {
    ResumeTaskRequest request = ResumeTaskRequest.newBuilder().setContainerId(container()).build();
    caller().work(TasksGrpc::newBlockingStub, stub -> stub.resume(request));
  }

  /** All processes of the container. */
  public List<ProcessInfo> pids() {
    ListPidsRequest request = ListPidsRequest.newBuilder().setContainerId(container()).build();
    return caller()
        .work(TasksGrpc::newBlockingStub, stub -> stub.listPids(request))
        .getProcessesList()
        .stream()
        .map(TaskWire::fromWire)
        .toList();
  }

  /** What the container has used and uses; NOT_FOUND where the daemon has no counters of it. */
  public TaskMetrics metrics() {
    MetricsRequest request =
        MetricsRequest.newBuilder().addFilters("id==\"" + container() + "\"").build();
    List<Metric> metrics =
        caller().work(TasksGrpc::newBlockingStub, stub -> stub.metrics(request)).getMetricsList();
    if (metrics.isEmpty()) {
      throw Fault.notFound("metrics of task %s", container());
    }
    return MetricsDecoder.decode(TaskWire.fromWire(metrics.get(0)));
  }

  /**
   * Changes the limits of the container.
   *
   * @param resources the JSON of an OCI {@code linux.resources} object; what is absent stays
   */
  public void update(String resources) {
    update(new TypedValue(RESOURCES, resources.getBytes(StandardCharsets.UTF_8)), Map.of());
  }

  /** Changes the limits of the container, and annotations for the runtime. */
  public void update(TypedValue resources, Map<String, String> annotations) {
    UpdateTaskRequest request =
        UpdateTaskRequest.newBuilder()
            .setContainerId(container())
            .setResources(Anys.toWire(resources))
            .putAllAnnotations(annotations)
            .build();
    caller().work(TasksGrpc::newBlockingStub, stub -> stub.update(request));
  }
}
