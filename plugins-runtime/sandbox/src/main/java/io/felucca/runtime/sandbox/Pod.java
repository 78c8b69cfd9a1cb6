package io.felucca.runtime.sandbox;

import com.google.protobuf.InvalidProtocolBufferException;
import io.felucca.api.Fault;
import io.felucca.api.TypedValue;
import io.felucca.api.container.Container;
import io.felucca.wire.cri.PodConfig;

/** A pod as it is on record. */
record Pod(Container container, PodNote note) {
  String id() {
    return container.id();
  }

  /** CRI's configuration that it was made from; empty where there was none. */
  PodConfig config() {
    TypedValue kept = container.extensions().get(PodBook.CONFIG);
    try {
      return kept == null ? PodConfig.getDefaultInstance() : PodConfig.parseFrom(kept.bytes());
    } catch (InvalidProtocolBufferException e) {
      throw new Fault(
          Fault.Kind.DATA_LOSS, "configuration of sandbox " + id() + " cannot be read", e);
    }
  }
}
