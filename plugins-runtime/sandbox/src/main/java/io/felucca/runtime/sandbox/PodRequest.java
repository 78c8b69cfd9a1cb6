package io.felucca.runtime.sandbox;

import com.google.protobuf.InvalidProtocolBufferException;
import io.felucca.api.Fault;
import io.felucca.api.TypedValue;
import io.felucca.api.sandbox.CreateSandbox;
import io.felucca.api.sandbox.Sandbox;
import io.felucca.wire.cri.NamespaceMode;
import io.felucca.wire.cri.PodConfig;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a pod is to be, read from what the caller has given: CRI's configuration in the options, the
 * sandbox' record, or neither.
 *
 * @param namespace the client's
 * @param config CRI's; empty where the caller has none
 */
record PodRequest(String namespace, CreateSandbox request, PodConfig config) {
  /** The type of CRI's configuration (cri-api, {@code runtime/v1}). */
  static final String CONFIG = "runtime.v1.PodSandboxConfig";

  private static final String EMPTY = "google.protobuf.Empty";
  private static final String DEFAULT_RUNTIME = "io.containerd.runc.v2";

  /** INVALID_ARGUMENT for options of another type, UNIMPLEMENTED for mounts of a root. */
  static PodRequest of(String namespace, CreateSandbox request) {
    if (!request.rootfs().isEmpty()) {
      throw Fault.unimplemented(
          "a pod has the root file system of its pause program: the %d mounts given are not used",
          request.rootfs().size());
    }
    PodRequest pod = new PodRequest(namespace, request, config(request.options()));
    if (pod.isHostNetwork() && !request.netnsPath().isEmpty()) {
      throw Fault.invalid(
          "sandbox %s: the host's network and the network namespace %s exclude each other",
          request.id(), request.netnsPath());
    }
    return pod;
  }

  private static PodConfig config(TypedValue options) {
    if (options == null || options.bytes().length == 0 && !options.is(CONFIG)) {
      return PodConfig.getDefaultInstance();
    }
    if (!options.is(CONFIG)) {
      throw Fault.invalid("options of a pod must be a %s, not a %s", CONFIG, options.typeUrl());
    }
    try {
      return PodConfig.parseFrom(options.bytes());
    } catch (InvalidProtocolBufferException e) {
      throw new Fault(Fault.Kind.INVALID_ARGUMENT, "options of a pod cannot be read", e);
    }
  }

  String id() {
    return request.id();
  }

  boolean isHostNetwork() {
    return config.getLinux().getSecurity().getNamespaces().getNetwork() == NamespaceMode.NODE;
  }

  boolean isHostPid() {
    return config.getLinux().getSecurity().getNamespaces().getPid() == NamespaceMode.NODE;
  }

  boolean isHostIpc() {
    return config.getLinux().getSecurity().getNamespaces().getIpc() == NamespaceMode.NODE;
  }

  String runtime() {
    Sandbox record = request.sandbox();
    return record == null || record.runtime().isEmpty() ? DEFAULT_RUNTIME : record.runtime();
  }

  /** Null for none. */
  TypedValue runtimeOptions() {
    TypedValue given = request.sandbox() == null ? null : request.sandbox().runtimeOptions();
    return given == null || given.is(EMPTY) ? null : given;
  }

  /** Of the container: the record's, those of the configuration, and what it is. */
  Map<String, String> labels() {
    Map<String, String> labels = new TreeMap<>();
    if (request.sandbox() != null) {
      labels.putAll(request.sandbox().labels());
    }
    labels.putAll(config.getLabelsMap());
    labels.put("io.cri-containerd.kind", "sandbox");
    return labels;
  }
}
