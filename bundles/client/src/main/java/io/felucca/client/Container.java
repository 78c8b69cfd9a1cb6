package io.felucca.client;

import io.felucca.api.Descriptor;
import io.felucca.api.Fault;
import io.felucca.api.FieldPaths;
import io.felucca.api.Mount;
import io.felucca.api.TypedValue;
import io.felucca.api.task.CreateTask;
import io.felucca.api.task.ProcessState;
import io.felucca.api.task.TaskStatus;
import io.felucca.client.call.Caller;
import io.felucca.client.stream.ProcessStreams;
import io.felucca.oci.rootfs.RootFiles;
import io.felucca.oci.spec.RuntimeSpec;
import io.felucca.wire.containers.ContainersGrpc;
import io.felucca.wire.containers.DeleteContainerRequest;
import io.felucca.wire.containers.GetContainerRequest;
import io.felucca.wire.containers.UpdateContainerRequest;
import io.felucca.wire.convert.Anys;
import io.felucca.wire.convert.ContainerWire;
import io.felucca.wire.convert.Masks;
import io.felucca.wire.convert.TaskRequests;
import io.felucca.wire.convert.TaskWire;
import io.felucca.wire.tasks.GetRequest;
import io.felucca.wire.tasks.TasksGrpc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A container: the record that a task is made from.
 *
 * <pre>{@code
 * Container container = workspace.containers().get("web");
 * Task task = container.attach(Stdio.output()); // it runs already
 * task.awaitExit();
 * task.delete();
 * container.deleteWithSnapshot();
 * }</pre>
 */
public final class Container {
  private final Workspace workspace;
  private final Caller caller;
  private volatile io.felucca.api.container.Container record;

  Container(Workspace workspace, io.felucca.api.container.Container record) {
    this.workspace = workspace;
    this.caller = workspace.caller();
    this.record = record;
  }

  public String id() {
    return record.id();
  }

  /** All that was known of it when it was last asked for or changed here. */
  public io.felucca.api.container.Container info() {
    return record;
  }

  /** Asks for it again. */
  public io.felucca.api.container.Container refresh() {
    GetContainerRequest request = GetContainerRequest.newBuilder().setId(id()).build();
    record =
        ContainerWire.fromWire(
            caller.ask(ContainersGrpc::newBlockingStub, stub -> stub.get(request)).getContainer());
    return record;
  }

  public Map<String, String> labels() {
    return record.labels();
  }

  /** Its specification; FAILED_PRECONDITION where it has none. */
  public RuntimeSpec spec() {
    if (record.spec() == null) {
      throw Fault.precondition("container %s has no specification", id());
    }
    return RuntimeSpec.of(record.spec());
  }

  /** The image that it was made of; NOT_FOUND where it has none, or that is gone. */
  public Image image() {
    if (record.image().isEmpty()) {
      throw Fault.notFound("container %s was not made of an image", id());
    }
    return workspace.images().get(record.image());
  }

  /** Sets labels, and removes those of empty value; the others stay. */
  public Container label(Map<String, String> labels) {
    var change = io.felucca.wire.containers.Container.newBuilder().putAllLabels(labels);
    return update(change, LabelPaths.of(labels));
  }

  /** Keeps a value with the container. */
  public Container extension(String name, TypedValue value) {
    var change =
        io.felucca.wire.containers.Container.newBuilder().putExtensions(name, Anys.toWire(value));
    return update(change, FieldPaths.of("extensions." + name));
  }

  /**
   * Keeps a value with the container no longer. All of them are written for it, as containerd
   * before 1.7 keeps an empty value otherwise.
   */
  public Container removeExtension(String name) {
    var change = io.felucca.wire.containers.Container.newBuilder();
    refresh().extensions().forEach((key, value) -> change.putExtensions(key, Anys.toWire(value)));
    return update(change.removeExtensions(name), FieldPaths.of("extensions"));
  }

  /** Replaces its specification, for the next task. */
  public Container spec(RuntimeSpec spec) {
    var change =
        io.felucca.wire.containers.Container.newBuilder().setSpec(Anys.toWire(spec.typed()));
    return update(change, FieldPaths.of("spec"));
  }

  private Container update(io.felucca.wire.containers.Container.Builder change, FieldPaths paths) {
    UpdateContainerRequest request =
        UpdateContainerRequest.newBuilder()
            .setContainer(change.setId(id()))
            .setUpdateMask(Masks.toWire(paths))
            .build();
    record =
        ContainerWire.fromWire(
            caller
                .ask(ContainersGrpc::newBlockingStub, stub -> stub.update(request))
                .getContainer());
    return this;
  }

  /** Makes its task, which is then to be started; ALREADY_EXISTS where it has one. */
  public Task newTask(Stdio io) {
    return newTask(io, TaskOptions.usual());
  }

  /** Makes its task, which is then to be started; ALREADY_EXISTS where it has one. */
  public Task newTask(Stdio io, TaskOptions options) {
    Descriptor checkpoint =
        options.checkpoint() == null ? null : Restoring.criu(workspace, options.checkpoint());
    ProcessStreams streams = NewStreams.make(caller, io, id(), "");
    try {
      streams.open(() -> TaskProcess.endInput(caller, id(), ""));
      CreateTask create =
          new CreateTask(
              id(),
              rootfs(options),
              streams.names(),
              checkpoint,
              options.runtimeOptions(),
              options.runtimePath());
      int pid =
          caller
              .work(TasksGrpc::newBlockingStub, stub -> stub.create(TaskRequests.toWire(create)))
              .getPid();
      return new Task(workspace, id(), pid, streams);
    } catch (RuntimeException e) {
      streams.close();
      streams.remove();
      throw e;
    }
  }

  private List<Mount> rootfs(TaskOptions options) {
    List<Mount> rootfs = new ArrayList<>();
    if (!record.snapshotKey().isEmpty()) {
      rootfs.addAll(workspace.snapshots(record.snapshotter()).mounts(record.snapshotKey()));
    }
    rootfs.addAll(options.rootfs());
    return rootfs;
  }

  /** Where names of users are looked up. */
  RootFiles rootFiles() {
    List<Mount> mounts = rootfs(TaskOptions.usual());
    return mounts.isEmpty() ? RootFiles.none() : RootFiles.of(mounts);
  }

  /** Its task, without its streams; empty where it has none. To be deleted or closed. */
  public Optional<Task> task() {
    return Faults.find(() -> attach(Stdio.nothing()));
  }

  /**
   * Takes up its task and the task's streams, as far as they are FIFOs: from now on they are to be
   * read here and nowhere else. NOT_FOUND where it has no task.
   *
   * @param io what the streams are connected with; {@link Stdio#nothing} leaves them alone
   */
  public Task attach(Stdio io) {
    ProcessState state = taskState();
    ProcessStreams streams = ProcessStreams.existing(io.wiring(), state.io());
    streams.open(() -> TaskProcess.endInput(caller, id(), ""));
    if (state.status() != TaskStatus.CREATED) {
      streams.started();
    }
    return new Task(workspace, id(), state.pid(), streams);
  }

  private ProcessState taskState() {
    GetRequest request = GetRequest.newBuilder().setContainerId(id()).build();
    return TaskWire.fromWire(
        caller.ask(TasksGrpc::newBlockingStub, stub -> stub.get(request)).getProcess());
  }

  /** Writes its state to a new image; see {@link Checkpoint}. */
  public Image checkpoint(String name, Checkpoint what) {
    try (HeldLease held = workspace.lease()) {
      return new Checkpointing(held.workspace(), this, what).write(name);
    }
  }

  /** Deletes it, and leaves its snapshot; FAILED_PRECONDITION where it has a task. */
  public void delete() {
    if (Faults.find(this::taskState).isPresent()) {
      throw Fault.precondition("cannot delete container %s: it has a task", id());
    }
    DeleteContainerRequest request = DeleteContainerRequest.newBuilder().setId(id()).build();
    caller.ask(ContainersGrpc::newBlockingStub, stub -> stub.delete(request));
  }

  /** Deletes it and its snapshot; FAILED_PRECONDITION where it has a task. */
  public void deleteWithSnapshot() {
    delete();
    if (!record.snapshotKey().isEmpty()) {
      Snapshots snapshots = workspace.snapshots(record.snapshotter());
      Faults.unless(Fault.Kind.NOT_FOUND, () -> snapshots.remove(record.snapshotKey()));
    }
  }
}
