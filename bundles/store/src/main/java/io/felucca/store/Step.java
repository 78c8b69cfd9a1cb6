package io.felucca.store;

/**
 * What a caller does inside a transaction, without a result.
 *
 * @param <X> what the step may throw; it reaches the caller unchanged
 */
@FunctionalInterface
public interface Step<X extends Exception> {
  /** Runs inside {@code tx}, which is valid until this returns. */
  void run(Tx tx) throws X;

  /** The same as work that gives null. */
  default Work<Void, X> asWork() {
    return tx -> {
      run(tx);
      return null;
    };
  }
}
