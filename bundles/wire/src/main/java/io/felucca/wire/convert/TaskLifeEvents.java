package io.felucca.wire.convert;

import io.felucca.api.event.Events;
import io.felucca.wire.payload.TaskCreate;
import io.felucca.wire.payload.TaskDelete;
import io.felucca.wire.payload.TaskExit;
import io.felucca.wire.payload.TaskIO;

/** Payloads of {@code /tasks/create}, {@code exit} and {@code delete}. */
final class TaskLifeEvents {
  static final EventCodec<Events.TaskCreate, TaskCreate> CREATE =
      new EventCodec<>(
          "containerd.events.TaskCreate",
          Events.TaskCreate.class,
          TaskCreate::parseFrom,
          TaskLifeEvents::create,
          TaskLifeEvents::create);

  static final EventCodec<Events.TaskExit, TaskExit> EXIT =
      new EventCodec<>(
          "containerd.events.TaskExit",
          Events.TaskExit.class,
          TaskExit::parseFrom,
          TaskLifeEvents::exit,
          m ->
              new Events.TaskExit(
                  m.getContainerId(),
                  m.getId(),
                  m.getPid(),
                  m.getExitStatus(),
                  Times.fromWire(m.hasExitedAt(), m.getExitedAt())));

  static final EventCodec<Events.TaskDelete, TaskDelete> DELETE =
      new EventCodec<>(
          "containerd.events.TaskDelete",
          Events.TaskDelete.class,
          TaskDelete::parseFrom,
          TaskLifeEvents::delete,
          m ->
              new Events.TaskDelete(
                  m.getContainerId(),
                  m.getPid(),
                  m.getExitStatus(),
                  Times.fromWire(m.hasExitedAt(), m.getExitedAt()),
                  m.getId()));

  private TaskLifeEvents() {}

  private static TaskCreate create(Events.TaskCreate event) {
    TaskCreate.Builder wire =
        TaskCreate.newBuilder()
            .setContainerId(event.containerId())
            .setBundle(event.bundle())
            .addAllRootfs(MountWire.toWire(event.rootfs()))
            .setCheckpoint(event.checkpoint())
            .setPid(event.pid());
    if (event.io() != null) {
      wire.setIo(
          TaskIO.newBuilder()
              .setStdin(event.io().stdin())
              .setStdout(event.io().stdout())
              .setStderr(event.io().stderr())
              .setTerminal(event.io().terminal()));
    }
    return wire.build();
  }

  private static Events.TaskCreate create(TaskCreate wire) {
    TaskIO io = wire.getIo();
    return new Events.TaskCreate(
        wire.getContainerId(),
        wire.getBundle(),
        MountWire.fromWire(wire.getRootfsList()),
        wire.hasIo()
            ? new Events.TaskCreate.Io(
                io.getStdin(), io.getStdout(), io.getStderr(), io.getTerminal())
            : null,
        wire.getCheckpoint(),
        wire.getPid());
  }

  private static TaskExit exit(Events.TaskExit event) {
    TaskExit.Builder wire =
        TaskExit.newBuilder()
            .setContainerId(event.containerId())
            .setId(event.id())
            .setPid(event.pid())
            .setExitStatus(event.exitStatus());
    if (event.exitedAt() != null) {
      wire.setExitedAt(Times.toWire(event.exitedAt()));
    }
    return wire.build();
  }

  private static TaskDelete delete(Events.TaskDelete event) {
    TaskDelete.Builder wire =
        TaskDelete.newBuilder()
            .setContainerId(event.containerId())
            .setId(event.id())
            .setPid(event.pid())
            .setExitStatus(event.exitStatus());
    if (event.exitedAt() != null) {
      wire.setExitedAt(Times.toWire(event.exitedAt()));
    }
    return wire.build();
  }
}
