package io.felucca.metadata.db;

import java.util.function.LongUnaryOperator;

/**
 * Numbers that are never given twice, not even after a crash: they are reserved durably by the
 * thousand and given from memory. A crash loses the rest of a thousand.
 */
final class Sequence {
  private static final int BLOCK = 1000;

  private final LongUnaryOperator reserve;
  private long next;
  private long end;

  /**
   * @param reserve reserves so many numbers durably and returns the first
   */
  Sequence(LongUnaryOperator reserve) {
    this.reserve = reserve;
  }

  /** The next number; not to be called inside a transaction. */
  synchronized long next() {
    if (next == end) {
      next = reserve.applyAsLong(BLOCK);
      end = next + BLOCK;
    }
    return next++;
  }
}
