package io.felucca.shim.handler;

import com.google.protobuf.InvalidProtocolBufferException;
import io.felucca.api.TypedValue;
import io.felucca.wire.shim.RuncOptions;
import java.io.ByteArrayOutputStream;

/**
 * A runtime under a name of its own.
 *
 * @param type such as {@code io.containerd.runc.v2}
 * @param path of the shim; empty where the type says it
 * @param options what tasks get that do not say otherwise; null for none
 */
record Handler(String type, String path, TypedValue options) {
  /** What the shim's program is found by. */
  String program() {
    return path.isEmpty() ? type : path;
  }

  /** The program that the shim runs; empty where it chooses itself. */
  String binary() {
    try {
      return options != null && options.is(HandlerOptions.RUNC)
          ? RuncOptions.parseFrom(options.bytes()).getBinaryName()
          : "";
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e); // it is our own
    }
  }

  /**
   * The options of a task: what the client has chosen counts more than what the handler says. In a
   * protobuf message that is what follows later.
   *
   * @param given the client's; null for none
   */
  TypedValue options(TypedValue given) {
    if (given == null || given.bytes().length == 0) {
      return options;
    }
    if (options == null || !given.is(options.typeUrl())) {
      return given;
    }
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(options.bytes());
    both.writeBytes(given.bytes());
    return new TypedValue(given.typeUrl(), both.toByteArray());
  }
}
