package io.felucca.content;

import io.felucca.api.Fault;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/** What an input or output error means to a caller. */
final class Failures {
  private Failures() {}

  /** A thread is interrupted when its caller has gone; all else is the machine's error. */
  static Fault of(String what, IOException cause) {
    return cause instanceof ClosedByInterruptException
        ? new Fault(Fault.Kind.CANCELLED, what + ": interrupted", cause)
        : Fault.io(what, cause);
  }
}
