package io.felucca.store;

import java.util.List;

/**
 * What came of running an update's work: a result that waits for the commit, or what it threw.
 *
 * @param <T> the result
 */
record Attempt<T>(T result, List<Runnable> afterCommit, Throwable thrown) {
  static <T> Attempt<T> kept(T result, List<Runnable> afterCommit) {
    return new Attempt<>(result, afterCommit, null);
  }

  static <T> Attempt<T> failed(Throwable thrown) {
    return new Attempt<>(null, List.of(), thrown);
  }

  /** It found the map full and will be run again. */
  static <T> Attempt<T> undone() {
    return new Attempt<>(null, List.of(), null);
  }

  boolean hasFailed() {
    return thrown != null;
  }

  /**
   * The result, once it is durable and what was to be done then is done: all of it, come what may.
   */
  T delivered() {
    RuntimeException first = null;
    for (Runnable action : afterCommit) {
      try {
        action.run();
      } catch (RuntimeException e) {
        first = join(first, e);
      }
    }
    if (first != null) {
      throw first;
    }
    return result;
  }

  private static RuntimeException join(RuntimeException first, RuntimeException next) {
    if (first == null) {
      return next;
    }
    first.addSuppressed(next);
    return first;
  }

  /** Throws what the work threw: the caller's {@code X} or an unchecked exception. */
  @SuppressWarnings("unchecked")
  <X extends Throwable> void rethrow() throws X {
    if (thrown != null) {
      throw (X) thrown;
    }
  }
}
