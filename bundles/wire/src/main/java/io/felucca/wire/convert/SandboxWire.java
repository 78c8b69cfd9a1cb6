package io.felucca.wire.convert;

import io.felucca.api.FieldPaths;
import io.felucca.api.sandbox.CreateSandbox;
import io.felucca.api.sandbox.Sandbox;
import io.felucca.wire.sandbox.ControllerCreateRequest;
import io.felucca.wire.sandbox.ControllerUpdateRequest;

/** {@code containerd.types.Sandbox}, and the request that makes one. */
public final class SandboxWire {
  private SandboxWire() {}

  public static io.felucca.wire.types.Sandbox toWire(Sandbox sandbox) {
    var wire =
        io.felucca.wire.types.Sandbox.newBuilder()
            .setSandboxId(sandbox.id())
            .setRuntime(runtime(sandbox))
            .putAllLabels(sandbox.labels())
            .putAllExtensions(Anys.toWire(sandbox.extensions()))
            .setSandboxer(sandbox.sandboxer());
    if (sandbox.spec() != null) {
      wire.setSpec(Anys.toWire(sandbox.spec()));
    }
    if (sandbox.createdAt() != null) {
      wire.setCreatedAt(Times.toWire(sandbox.createdAt()));
    }
    if (sandbox.updatedAt() != null) {
      wire.setUpdatedAt(Times.toWire(sandbox.updatedAt()));
    }
    return wire.build();
  }

  private static io.felucca.wire.types.Sandbox.Runtime runtime(Sandbox sandbox) {
    var runtime = io.felucca.wire.types.Sandbox.Runtime.newBuilder().setName(sandbox.runtime());
    if (sandbox.runtimeOptions() != null) {
      runtime.setOptions(Anys.toWire(sandbox.runtimeOptions()));
    }
    return runtime.build();
  }

  public static Sandbox fromWire(io.felucca.wire.types.Sandbox wire) {
    return new Sandbox(
        wire.getSandboxId(),
        wire.getRuntime().getName(),
        Anys.fromWire(wire.getRuntime().getOptions()),
        Anys.fromWire(wire.getSpec()),
        wire.getLabelsMap(),
        Anys.fromWire(wire.getExtensionsMap()),
        wire.getSandboxer(),
        Times.fromWire(wire.hasCreatedAt(), wire.getCreatedAt()),
        Times.fromWire(wire.hasUpdatedAt(), wire.getUpdatedAt()));
  }

  public static ControllerCreateRequest toWire(CreateSandbox create, String sandboxer) {
    var wire =
        ControllerCreateRequest.newBuilder()
            .setSandboxId(create.id())
            .addAllRootfs(MountWire.toWire(create.rootfs()))
            .setNetnsPath(create.netnsPath())
            .putAllAnnotations(create.annotations())
            .setSandboxer(sandboxer);
    if (create.options() != null) {
      wire.setOptions(Anys.toWire(create.options()));
    }
    if (create.sandbox() != null) {
      wire.setSandbox(toWire(create.sandbox()));
    }
    return wire.build();
  }

  public static CreateSandbox fromWire(ControllerCreateRequest wire) {
    return new CreateSandbox(
        wire.getSandboxId(),
        wire.hasSandbox() ? fromWire(wire.getSandbox()) : null,
        MountWire.fromWire(wire.getRootfsList()),
        Anys.fromWire(wire.getOptions()),
        wire.getNetnsPath(),
        wire.getAnnotationsMap());
  }

  public static ControllerUpdateRequest toWire(
      Sandbox sandbox, FieldPaths paths, String sandboxer) {
    return ControllerUpdateRequest.newBuilder()
        .setSandboxId(sandbox.id())
        .setSandboxer(sandboxer)
        .setSandbox(toWire(sandbox))
        .addAllFields(paths.paths())
        .build();
  }

  /** The record of an update, which may leave it to the request to name the sandbox. */
  public static Sandbox updated(ControllerUpdateRequest wire) {
    return fromWire(wire.getSandbox().toBuilder().setSandboxId(wire.getSandboxId()).build());
  }

  public static FieldPaths paths(ControllerUpdateRequest wire) {
    return new FieldPaths(wire.getFieldsList());
  }
}
