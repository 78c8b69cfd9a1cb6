package io.felucca.wire.convert;

import io.felucca.api.task.ProcessInfo;
import io.felucca.api.task.ProcessState;
import io.felucca.api.task.RuntimeInfo;
import io.felucca.api.task.TaskIo;
import io.felucca.api.task.TaskMetric;
import io.felucca.api.task.TaskStatus;
import io.felucca.wire.types.Metric;
import io.felucca.wire.types.Process;
import io.felucca.wire.types.RuntimeVersion;
import io.felucca.wire.types.Status;

/** What tasks and runtimes say of themselves: {@code containerd.v1.types.Process} and its like. */
public final class TaskWire {
  private TaskWire() {}

  /** On the wire {@code id} is the exec's, or the container's for its first process. */
  public static Process toWire(ProcessState state) {
    TaskIo io = state.io();
    Process.Builder wire =
        Process.newBuilder()
            .setContainerId(state.containerId())
            .setId(state.execId().isEmpty() ? state.containerId() : state.execId())
            .setPid(state.pid())
            .setStatusValue(state.status().ordinal())
            .setStdin(io.stdin())
            .setStdout(io.stdout())
            .setStderr(io.stderr())
            .setTerminal(io.terminal())
            .setExitStatus(state.exitStatus());
    if (state.exitedAt() != null) {
      wire.setExitedAt(Times.toWire(state.exitedAt()));
    }
    return wire.build();
  }

  public static ProcessState fromWire(Process wire) {
    String container = wire.getContainerId().isEmpty() ? wire.getId() : wire.getContainerId();
    return new ProcessState(
        container,
        wire.getId().equals(container) ? "" : wire.getId(),
        wire.getPid(),
        fromWire(wire.getStatus()),
        new TaskIo(wire.getStdin(), wire.getStdout(), wire.getStderr(), wire.getTerminal()),
        wire.getExitStatus(),
        Times.fromWire(wire.hasExitedAt(), wire.getExitedAt()));
  }

  public static io.felucca.wire.types.ProcessInfo toWire(ProcessInfo info) {
    var wire = io.felucca.wire.types.ProcessInfo.newBuilder().setPid(info.pid());
    if (info.details() != null) {
      wire.setInfo(Anys.toWire(info.details()));
    }
    return wire.build();
  }

  public static ProcessInfo fromWire(io.felucca.wire.types.ProcessInfo wire) {
    return new ProcessInfo(wire.getPid(), Anys.fromWire(wire.getInfo()));
  }

  public static Metric toWire(TaskMetric metric) {
    return Metric.newBuilder()
        .setTimestamp(Times.toWire(metric.at()))
        .setId(metric.id())
        .setData(Anys.toWire(metric.data()))
        .build();
  }

  public static TaskMetric fromWire(Metric wire) {
    return new TaskMetric(
        wire.getId(),
        Times.fromWire(wire.hasTimestamp(), wire.getTimestamp()),
        Anys.fromWire(wire.getData()));
  }

  public static io.felucca.wire.types.RuntimeInfo toWire(RuntimeInfo info) {
    var wire =
        io.felucca.wire.types.RuntimeInfo.newBuilder()
            .setName(info.name())
            .setVersion(
                RuntimeVersion.newBuilder().setVersion(info.version()).setRevision(info.revision()))
            .putAllAnnotations(info.annotations());
    if (info.options() != null) {
      wire.setOptions(Anys.toWire(info.options()));
    }
    if (info.features() != null) {
      wire.setFeatures(Anys.toWire(info.features()));
    }
    return wire.build();
  }

  public static RuntimeInfo fromWire(io.felucca.wire.types.RuntimeInfo wire) {
    return new RuntimeInfo(
        wire.getName(),
        wire.getVersion().getVersion(),
        wire.getVersion().getRevision(),
        Anys.fromWire(wire.getOptions()),
        Anys.fromWire(wire.getFeatures()),
        wire.getAnnotationsMap());
  }

  private static TaskStatus fromWire(Status status) {
    return status == Status.UNRECOGNIZED
        ? TaskStatus.UNKNOWN
        : TaskStatus.values()[status.getNumber()];
  }
}
