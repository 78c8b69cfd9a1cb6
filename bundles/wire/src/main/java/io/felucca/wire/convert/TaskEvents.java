package io.felucca.wire.convert;

import io.felucca.api.event.Events;
import io.felucca.wire.payload.TaskCheckpointed;
import io.felucca.wire.payload.TaskExecAdded;
import io.felucca.wire.payload.TaskExecStarted;
import io.felucca.wire.payload.TaskOOM;
import io.felucca.wire.payload.TaskPaused;
import io.felucca.wire.payload.TaskResumed;
import io.felucca.wire.payload.TaskStart;
import java.util.List;

/**
 * Payloads below {@code /tasks}; those with more than a few fields are in {@link TaskLifeEvents}.
 */
final class TaskEvents {
  static final List<EventCodec<?, ?>> CODECS =
      List.of(
          TaskLifeEvents.CREATE,
          TaskLifeEvents.EXIT,
          TaskLifeEvents.DELETE,
          new EventCodec<>(
              "containerd.events.TaskStart",
              Events.TaskStart.class,
              TaskStart::parseFrom,
              e -> TaskStart.newBuilder().setContainerId(e.containerId()).setPid(e.pid()).build(),
              m -> new Events.TaskStart(m.getContainerId(), m.getPid())),
          new EventCodec<>(
              "containerd.events.TaskOOM",
              Events.TaskOom.class,
              TaskOOM::parseFrom,
              e -> TaskOOM.newBuilder().setContainerId(e.containerId()).build(),
              m -> new Events.TaskOom(m.getContainerId())),
          new EventCodec<>(
              "containerd.events.TaskExecAdded",
              Events.TaskExecAdded.class,
              TaskExecAdded::parseFrom,
              e ->
                  TaskExecAdded.newBuilder()
                      .setContainerId(e.containerId())
                      .setExecId(e.execId())
                      .build(),
              m -> new Events.TaskExecAdded(m.getContainerId(), m.getExecId())),
          new EventCodec<>(
              "containerd.events.TaskExecStarted",
              Events.TaskExecStarted.class,
              TaskExecStarted::parseFrom,
              e ->
                  TaskExecStarted.newBuilder()
                      .setContainerId(e.containerId())
                      .setExecId(e.execId())
                      .setPid(e.pid())
                      .build(),
              m -> new Events.TaskExecStarted(m.getContainerId(), m.getExecId(), m.getPid())),
          new EventCodec<>(
              "containerd.events.TaskPaused",
              Events.TaskPaused.class,
              TaskPaused::parseFrom,
              e -> TaskPaused.newBuilder().setContainerId(e.containerId()).build(),
              m -> new Events.TaskPaused(m.getContainerId())),
          new EventCodec<>(
              "containerd.events.TaskResumed",
              Events.TaskResumed.class,
              TaskResumed::parseFrom,
              e -> TaskResumed.newBuilder().setContainerId(e.containerId()).build(),
              m -> new Events.TaskResumed(m.getContainerId())),
          new EventCodec<>(
              "containerd.events.TaskCheckpointed",
              Events.TaskCheckpointed.class,
              TaskCheckpointed::parseFrom,
              e ->
                  TaskCheckpointed.newBuilder()
                      .setContainerId(e.containerId())
                      .setCheckpoint(e.checkpoint())
                      .build(),
              m -> new Events.TaskCheckpointed(m.getContainerId(), m.getCheckpoint())));

  private TaskEvents() {}
}
