package io.felucca.store;

/**
 * What a caller does inside a transaction, with a result.
 *
 * @param <T> the result
 * @param <X> what the work may throw; it reaches the caller unchanged
 */
@FunctionalInterface
public interface Work<T, X extends Exception> {
  /** Runs inside {@code tx}, which is valid until this returns. */
  T run(Tx tx) throws X;
}
