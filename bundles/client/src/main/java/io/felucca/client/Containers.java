package io.felucca.client;

import io.felucca.api.Fault;
import io.felucca.api.task.ProcessState;
import io.felucca.client.call.Caller;
import io.felucca.wire.containers.ContainersGrpc;
import io.felucca.wire.containers.GetContainerRequest;
import io.felucca.wire.containers.ListContainerMessage;
import io.felucca.wire.containers.ListContainersRequest;
import io.felucca.wire.convert.ContainerWire;
import io.felucca.wire.convert.TaskWire;
import io.felucca.wire.tasks.ListTasksRequest;
import io.felucca.wire.tasks.TasksGrpc;
import java.util.List;
import java.util.Optional;

/**
 * The containers of a namespace.
 *
 * <pre>{@code
 * for (Container each : workspace.containers().list("labels.app==web")) {
 *   System.out.println(each.id() + " " + each.info().image());
 * }
 * }</pre>
 */
public final class Containers {
  private final Workspace workspace;
  private final Caller caller;

  Containers(Workspace workspace) {
    this.workspace = workspace;
    this.caller = workspace.caller();
  }

  /** Begins a new container of this ID; nothing is made before {@link ContainerBuilder#create}. */
  public ContainerBuilder create(String id) {
    return new ContainerBuilder(workspace, id);
  }

  /** A container; NOT_FOUND where there is none of this ID. */
  public Container get(String id) {
    GetContainerRequest request = GetContainerRequest.newBuilder().setId(id).build();
    return container(
        caller.ask(ContainersGrpc::newBlockingStub, stub -> stub.get(request)).getContainer());
  }

  /** A container, empty where there is none of this ID. */
  public Optional<Container> find(String id) {
    return Faults.find(() -> get(id));
  }

  /** The containers that match one of the filters, such as {@code labels.app==web}; all without. */
  public List<Container> list(String... filters) {
    ListContainersRequest request =
        ListContainersRequest.newBuilder().addAllFilters(List.of(filters)).build();
    return records(request).stream().map(this::container).toList();
  }

  /** Streamed, as a list of any size fits; an old daemon sends all at once. */
  private List<io.felucca.wire.containers.Container> records(ListContainersRequest request) {
    try {
      return caller.list(ContainersGrpc::newBlockingStub, stub -> stub.listStream(request)).stream()
          .map(ListContainerMessage::getContainer)
          .toList();
    } catch (Fault fault) {
      if (fault.kind() != Fault.Kind.UNIMPLEMENTED) {
        throw fault;
      }
      return caller
          .ask(ContainersGrpc::newBlockingStub, stub -> stub.list(request))
          .getContainersList();
    }
  }

  /** The states of all tasks. */
  public List<ProcessState> tasks() {
    ListTasksRequest request = ListTasksRequest.getDefaultInstance();
    return caller
        .work(TasksGrpc::newBlockingStub, stub -> stub.list(request))
        .getTasksList()
        .stream()
        .map(TaskWire::fromWire)
        .toList();
  }

  /**
   * Makes a container from the image of a checkpoint: with its image, runtime, specification and
   * what it had written, as far as these are in the checkpoint. {@link TaskOptions#checkpoint}
   * restores its processes.
   *
   * @param id of the new container, and of its snapshot
   */
  public Container restore(String id, Image checkpoint) {
    try (HeldLease held = workspace.lease()) {
      Container restored = new Restoring(held.workspace(), checkpoint).restore(id);
      return get(restored.id());
    }
  }

  private Container container(io.felucca.wire.containers.Container wire) {
    return new Container(workspace, ContainerWire.fromWire(wire));
  }
}
