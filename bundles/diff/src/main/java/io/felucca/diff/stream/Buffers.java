package io.felucca.diff.stream;

import java.nio.ByteBuffer;

/**
 * Keeps one set of buffers for the next who needs one: native memory goes only with a garbage
 * collection, so sets that come and go would pile up.
 */
public final class Buffers {
  private static final int COUNT = 16;
  private static final int SIZE = 256 << 10;

  private ByteBuffer[] kept;

  synchronized ByteBuffer[] take() {
    ByteBuffer[] set = kept;
    kept = null;
    return set == null ? allocate() : set;
  }

  synchronized void giveBack(ByteBuffer[] set) {
    kept = set;
  }

  private static ByteBuffer[] allocate() {
    ByteBuffer[] set = new ByteBuffer[COUNT];
    for (int i = 0; i < COUNT; i++) {
      set[i] = ByteBuffer.allocateDirect(SIZE);
    }
    return set;
  }
}
