package io.felucca.services;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.felucca.api.Fault;
import io.felucca.api.Fault.Kind;
import io.felucca.wire.call.FaultStatus;

/** What calls must fail with. */
final class Faults {
  private Faults() {}

  /** Runs a call that must fail so; answers its message. */
  static String expect(Kind kind, Runnable call) {
    Fault fault = assertThrows(Fault.class, () -> FaultStatus.calling(() -> run(call)));
    assertEquals(fault.getMessage(), kind, fault.kind());
    return fault.getMessage();
  }

  private static Object run(Runnable call) {
    call.run();
    return null;
  }
}
