package io.felucca.linux;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import org.junit.function.ThrowingRunnable;

/** Expects system calls to fail. */
final class Failures {
  private Failures() {}

  static LinuxException assertFails(Errno errno, ThrowingRunnable call) {
    LinuxException e = assertThrows(LinuxException.class, call);
    assertEquals(e.getMessage(), errno, e.errno());
    return e;
  }
}
