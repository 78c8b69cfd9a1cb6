package io.felucca.wire.convert;

import io.felucca.api.namespace.Namespace;

/** {@code containerd.services.namespaces.v1.Namespace}. */
public final class NamespaceWire {
  private NamespaceWire() {}

  public static io.felucca.wire.namespaces.Namespace toWire(Namespace namespace) {
    return io.felucca.wire.namespaces.Namespace.newBuilder()
        .setName(namespace.name())
        .putAllLabels(namespace.labels())
        .build();
  }

  public static Namespace fromWire(io.felucca.wire.namespaces.Namespace wire) {
    return new Namespace(wire.getName(), wire.getLabelsMap());
  }
}
