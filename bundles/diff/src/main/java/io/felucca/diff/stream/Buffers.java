package io.felucca.diff.stream;

import java.nio.ByteBuffer;

/**
 * Keeps one set of buffers for the next who needs one: native memory goes only with a garbage
 * collection, so sets that come and go would pile up.
 */
public final class Buffers {
  private static final int COUNT = 16;
  private static final int SIZE = 128 << 10;

  private BufferSet kept;

  /**
   * What one stream needs.
   *
   * @param slots for plain bytes
   * @param packed for bytes of the blob
   */
  record BufferSet(ByteBuffer[] slots, ByteBuffer packed) {}

  synchronized BufferSet take() {
    BufferSet set = kept;
    kept = null;
    return set == null ? allocate() : set;
  }

  synchronized void giveBack(BufferSet set) {
    kept = set;
  }

  private static BufferSet allocate() {
    ByteBuffer[] slots = new ByteBuffer[COUNT];
    for (int i = 0; i < COUNT; i++) {
      slots[i] = ByteBuffer.allocateDirect(SIZE);
    }
    return new BufferSet(slots, ByteBuffer.allocateDirect(SIZE));
  }
}
