package io.felucca.wire.proxy;

import io.felucca.api.Fault;
import io.felucca.api.Fault.Kind;
import io.felucca.api.Spans;
import io.felucca.wire.call.FaultStatus;
import io.grpc.Status;
import java.time.Duration;

/**
 * The faults of one proxy plugin. What its process answers is handed on as it is; what the way
 * there has brought about names the plugin, the address and what to do.
 */
record Faults(String id, Address address) {
  /** Nobody is there to take the call. */
  Fault missing(String trouble) {
    return Fault.unavailable(
        "proxy plugin \"%s\": %s (start or mend what listens there, or change or remove [proxy_plugins.%s])",
        id, trouble, id);
  }

  /** The process has gone, or hangs, while it had the call. */
  Fault lost(String trouble) {
    return Fault.unavailable(
        "proxy plugin \"%s\": %s while a call was under way (whether it was done is not known; see"
            + " after what listens there)",
        id, trouble);
  }

  /** No answer within the limit that is configured or usual. */
  Fault late(Duration limit) {
    return Fault.of(
        Kind.DEADLINE_EXCEEDED,
        "proxy plugin \"%s\" at %s did not answer within %s (see whether it hangs, or raise timeout"
            + " in [proxy_plugins.%s])",
        id,
        address.text(),
        Spans.text(limit),
        id);
  }

  /** No answer before the caller's own deadline. */
  Fault tooLate() {
    return Fault.of(
        Kind.DEADLINE_EXCEEDED,
        "proxy plugin \"%s\" at %s did not answer before the caller's deadline",
        id,
        address.text());
  }

  /** A call of turns was ended by the other side without a word. */
  Fault ended() {
    return Fault.precondition("proxy plugin \"%s\" at %s has ended the call", id, address.text());
  }

  /** What a status means that came from the process, or from the way there. */
  Fault of(Status status, boolean fromProcess) {
    String text = String.valueOf(status.getDescription());
    boolean lost = status.getCode() == Status.Code.UNAVAILABLE || text.startsWith("RST_STREAM");
    if (!fromProcess && lost) {
      return lost("lost connection to " + address.text() + " (" + text + ")");
    }
    return FaultStatus.toFault(status);
  }
}
