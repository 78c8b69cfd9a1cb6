package io.felucca.wire.convert;

import io.felucca.api.sandbox.Platform;
import io.felucca.api.sandbox.SandboxExit;
import io.felucca.api.sandbox.SandboxMetric;
import io.felucca.api.sandbox.SandboxStart;
import io.felucca.api.sandbox.SandboxStatus;
import io.felucca.wire.sandbox.ControllerStartResponse;
import io.felucca.wire.sandbox.ControllerStatusResponse;
import io.felucca.wire.sandbox.ControllerWaitResponse;
import io.felucca.wire.types.Metric;

/** The answers of {@code containerd.services.sandbox.v1.Controller}. */
public final class SandboxStates {
  private SandboxStates() {}

  public static ControllerStartResponse toWire(SandboxStart start) {
    var wire =
        ControllerStartResponse.newBuilder()
            .setSandboxId(start.id())
            .setPid(start.pid())
            .putAllLabels(start.labels())
            .setAddress(start.address())
            .setVersion(start.version());
    if (start.createdAt() != null) {
      wire.setCreatedAt(Times.toWire(start.createdAt()));
    }
    if (start.spec() != null) {
      wire.setSpec(Anys.toWire(start.spec()));
    }
    return wire.build();
  }

  public static SandboxStart fromWire(ControllerStartResponse wire) {
    return new SandboxStart(
        wire.getSandboxId(),
        wire.getPid(),
        Times.fromWire(wire.hasCreatedAt(), wire.getCreatedAt()),
        wire.getLabelsMap(),
        wire.getAddress(),
        wire.getVersion(),
        Anys.fromWire(wire.getSpec()));
  }

  public static ControllerStatusResponse toWire(SandboxStatus status) {
    var wire =
        ControllerStatusResponse.newBuilder()
            .setSandboxId(status.id())
            .setPid(status.pid())
            .setState(status.state())
            .putAllInfo(status.info())
            .setAddress(status.address())
            .setVersion(status.version());
    if (status.createdAt() != null) {
      wire.setCreatedAt(Times.toWire(status.createdAt()));
    }
    if (status.exitedAt() != null) {
      wire.setExitedAt(Times.toWire(status.exitedAt()));
    }
    if (status.extra() != null) {
      wire.setExtra(Anys.toWire(status.extra()));
    }
    return wire.build();
  }

  public static SandboxStatus fromWire(ControllerStatusResponse wire) {
    return new SandboxStatus(
        wire.getSandboxId(),
        wire.getPid(),
        wire.getState(),
        wire.getInfoMap(),
        Times.fromWire(wire.hasCreatedAt(), wire.getCreatedAt()),
        Times.fromWire(wire.hasExitedAt(), wire.getExitedAt()),
        Anys.fromWire(wire.getExtra()),
        wire.getAddress(),
        wire.getVersion());
  }

  public static ControllerWaitResponse toWire(SandboxExit exit) {
    var wire = ControllerWaitResponse.newBuilder().setExitStatus(exit.status());
    if (exit.at() != null) {
      wire.setExitedAt(Times.toWire(exit.at()));
    }
    return wire.build();
  }

  public static SandboxExit fromWire(ControllerWaitResponse wire) {
    return new SandboxExit(
        wire.getExitStatus(), Times.fromWire(wire.hasExitedAt(), wire.getExitedAt()));
  }

  public static Metric toWire(SandboxMetric metric) {
    var wire = Metric.newBuilder().setId(metric.id());
    if (metric.at() != null) {
      wire.setTimestamp(Times.toWire(metric.at()));
    }
    if (metric.data() != null) {
      wire.setData(Anys.toWire(metric.data()));
    }
    return wire.build();
  }

  public static SandboxMetric fromWire(Metric wire) {
    return new SandboxMetric(
        wire.getId(),
        Times.fromWire(wire.hasTimestamp(), wire.getTimestamp()),
        Anys.fromWire(wire.getData()));
  }

  public static io.felucca.wire.types.Platform toWire(Platform platform) {
    return io.felucca.wire.types.Platform.newBuilder()
        .setOs(platform.os())
        .setArchitecture(platform.architecture())
        .setVariant(platform.variant())
        .setOsVersion(platform.osVersion())
        .addAllOsFeatures(platform.osFeatures())
        .build();
  }

  public static Platform fromWire(io.felucca.wire.types.Platform wire) {
    return new Platform(
        wire.getOs(),
        wire.getArchitecture(),
        wire.getVariant(),
        wire.getOsVersion(),
        wire.getOsFeaturesList());
  }
}
