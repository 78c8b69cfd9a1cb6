package io.felucca.wire.runtime;

import com.google.protobuf.InvalidProtocolBufferException;
import io.felucca.api.Fault;
import io.felucca.api.TypedValue;
import io.felucca.wire.options.Options;

/** The options of runc's shim, as messages and as opaque values. */
public final class RuncOptions {
  /** The type of such a value. */
  public static final String TYPE = "containerd.runc.v1.Options";

  private RuncOptions() {}

  /**
   * The message; the empty one for values of other types, and for none. Fields that are not known
   * here are kept in it. INVALID_ARGUMENT for what cannot be read.
   *
   * @param options null for none
   */
  public static Options of(TypedValue options) {
    try {
      return options == null || !options.is(TYPE)
          ? Options.getDefaultInstance()
          : Options.parseFrom(options.bytes());
    } catch (InvalidProtocolBufferException e) {
      throw new Fault(Fault.Kind.INVALID_ARGUMENT, "runc options cannot be read", e);
    }
  }
}
