package io.felucca.diff.tar;

import io.felucca.api.Fault;
import java.util.function.Supplier;

/** Decimal numbers, one a line, out of blocks of bytes. */
final class SparseLines {
  private static final int MAX_DIGITS = 18;

  private final Supplier<byte[]> blocks;
  private byte[] block = {};
  private int at;

  SparseLines(Supplier<byte[]> blocks) {
    this.blocks = blocks;
  }

  long next() {
    long value = 0;
    int digits = 0;
    for (int c; (c = character()) != '\n'; digits++) {
      if (c < '0' || c > '9' || digits == MAX_DIGITS) {
        throw Fault.invalid("invalid sparse map: character %d in a number", c);
      }
      value = value * 10 + c - '0';
    }
    if (digits == 0) {
      throw Fault.invalid("invalid sparse map: empty line");
    }
    return value;
  }

  private int character() {
    if (at == block.length) {
      block = blocks.get();
      at = 0;
    }
    return block[at++];
  }
}
