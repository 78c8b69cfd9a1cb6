package io.felucca.wire.runtime;

import io.felucca.api.TypedValue;
import java.io.ByteArrayOutputStream;

/**
 * A runtime under a name of its own.
 *
 * @param type such as {@code io.containerd.runc.v2}
 * @param path of the shim; empty where the type says it
 * @param options what tasks get that do not say otherwise; null for none
 */
public record Handler(String type, String path, TypedValue options) {
  /** What the shim's program is found by. */
  public String program() {
    return path.isEmpty() ? type : path;
  }

  /** The OCI runtime's program; empty where that is not said. */
  public String binary() {
    return RuncOptions.of(options).getBinaryName();
  }

  /**
   * The options of a task: what the client has chosen counts more than what the handler says. In a
   * protobuf message that is what follows later.
   *
   * @param given the client's; null for none
   */
  public TypedValue options(TypedValue given) {
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
