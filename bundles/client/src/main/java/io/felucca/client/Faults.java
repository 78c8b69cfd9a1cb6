package io.felucca.client;

import io.felucca.api.Fault;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/** What faults of a kind mean to the caller. */
final class Faults {
  private Faults() {}

  /** The answer, empty where it is NOT_FOUND. */
  static <T> Optional<T> find(Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (Fault fault) {
      if (fault.kind() == Fault.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw fault;
    }
  }

  /** Does what may have been done before: such a fault says that nothing is left to do. */
  static void unless(Fault.Kind done, Runnable call) {
    try {
      call.run();
    } catch (Fault fault) {
      if (fault.kind() != done) {
        throw fault;
      }
    }
  }

  /** Does something after a failure, whose own failure is noted beside it. */
  static void after(Throwable failure, Runnable call) {
    try {
      Waits.uninterrupted(call);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  /** The fault that a stream hides in an exception of its own. */
  static Fault of(String what, IOException e) {
    return e.getCause() instanceof Fault fault ? fault : Fault.io(what, e);
  }
}
