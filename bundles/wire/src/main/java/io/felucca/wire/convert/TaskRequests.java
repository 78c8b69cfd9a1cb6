package io.felucca.wire.convert;

import io.felucca.api.task.CreateTask;
import io.felucca.api.task.ExecSpec;
import io.felucca.api.task.TaskIo;
import io.felucca.wire.tasks.CreateTaskRequest;
import io.felucca.wire.tasks.ExecProcessRequest;

/** The requests of {@code containerd.services.tasks.v1} that make processes. */
public final class TaskRequests {
  private TaskRequests() {}

  public static CreateTaskRequest toWire(CreateTask request) {
    TaskIo io = request.io();
    CreateTaskRequest.Builder wire =
        CreateTaskRequest.newBuilder()
            .setContainerId(request.containerId())
            .addAllRootfs(MountWire.toWire(request.rootfs()))
            .setStdin(io.stdin())
            .setStdout(io.stdout())
            .setStderr(io.stderr())
            .setTerminal(io.terminal())
            .setRuntimePath(request.runtimePath());
    if (request.checkpoint() != null) {
      wire.setCheckpoint(DescriptorWire.toWire(request.checkpoint()));
    }
    if (request.options() != null) {
      wire.setOptions(Anys.toWire(request.options()));
    }
    return wire.build();
  }

  public static CreateTask fromWire(CreateTaskRequest wire) {
    return new CreateTask(
        wire.getContainerId(),
        MountWire.fromWire(wire.getRootfsList()),
        new TaskIo(wire.getStdin(), wire.getStdout(), wire.getStderr(), wire.getTerminal()),
        wire.hasCheckpoint() ? DescriptorWire.fromWire(wire.getCheckpoint()) : null,
        Anys.fromWire(wire.getOptions()),
        wire.getRuntimePath());
  }

  public static ExecProcessRequest toWire(String containerId, ExecSpec exec) {
    TaskIo io = exec.io();
    return ExecProcessRequest.newBuilder()
        .setContainerId(containerId)
        .setExecId(exec.id())
        .setStdin(io.stdin())
        .setStdout(io.stdout())
        .setStderr(io.stderr())
        .setTerminal(io.terminal())
        .setSpec(Anys.toWire(exec.process()))
        .build();
  }

  public static ExecSpec fromWire(ExecProcessRequest wire) {
    return new ExecSpec(
        wire.getExecId(),
        new TaskIo(wire.getStdin(), wire.getStdout(), wire.getStderr(), wire.getTerminal()),
        Anys.fromWire(wire.getSpec()));
  }
}
