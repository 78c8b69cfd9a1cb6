package io.felucca.wire.convert;

import io.felucca.api.event.Events;
import io.felucca.wire.payload.SandboxCreate;
import io.felucca.wire.payload.SandboxExit;
import io.felucca.wire.payload.SandboxStart;
import java.util.List;

/** Payloads below {@code /sandboxes}. */
final class SandboxEvents {
  static final List<EventCodec<?, ?>> CODECS =
      List.of(
          new EventCodec<>(
              "containerd.events.SandboxCreate",
              Events.SandboxCreate.class,
              SandboxCreate::parseFrom,
              e -> SandboxCreate.newBuilder().setSandboxId(e.sandboxId()).build(),
              m -> new Events.SandboxCreate(m.getSandboxId())),
          new EventCodec<>(
              "containerd.events.SandboxStart",
              Events.SandboxStart.class,
              SandboxStart::parseFrom,
              e -> SandboxStart.newBuilder().setSandboxId(e.sandboxId()).build(),
              m -> new Events.SandboxStart(m.getSandboxId())),
          new EventCodec<>(
              "containerd.events.SandboxExit",
              Events.SandboxExit.class,
              SandboxExit::parseFrom,
              SandboxEvents::toWire,
              m ->
                  new Events.SandboxExit(
                      m.getSandboxId(),
                      m.getExitStatus(),
                      Times.fromWire(m.hasExitedAt(), m.getExitedAt()))));

  private SandboxEvents() {}

  private static SandboxExit toWire(Events.SandboxExit event) {
    SandboxExit.Builder wire =
        SandboxExit.newBuilder().setSandboxId(event.sandboxId()).setExitStatus(event.exitStatus());
    if (event.exitedAt() != null) {
      wire.setExitedAt(Times.toWire(event.exitedAt()));
    }
    return wire.build();
  }
}
