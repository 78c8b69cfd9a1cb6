package io.felucca.shim.wire;

import io.felucca.api.Fault;
import io.felucca.api.Fault.Kind;
import io.felucca.ttrpc.TtrpcCode;
import io.felucca.ttrpc.TtrpcException;
import java.util.List;

/** What a shim's call failed with, as a fault of the domain. */
public final class ShimFaults {
  private ShimFaults() {}

  /**
   * The fault of a status: the same words without the text of the kind, which shims append
   * (containerd errdefs).
   */
  public static Fault of(TtrpcException e) {
    String message = e.getMessage() == null ? "" : e.getMessage();
    Kind kind = kind(e.code(), message);
    return new Fault(kind, stripped(message, kind), e);
  }

  private static Kind kind(TtrpcCode code, String message) {
    if (code == TtrpcCode.FAILED_PRECONDITION) {
      // three kinds share this code and differ in their last words
      return List.of(Kind.CONFLICT, Kind.NOT_MODIFIED).stream()
          .filter(kind -> message.endsWith(": " + kind.text()))
          .findFirst()
          .orElse(Kind.FAILED_PRECONDITION);
    }
    return code == TtrpcCode.OK ? Kind.UNKNOWN : Kind.valueOf(code.name());
  }

  private static String stripped(String message, Kind kind) {
    String end = ": " + kind.text();
    return message.endsWith(end) ? message.substring(0, message.length() - end.length()) : message;
  }
}
