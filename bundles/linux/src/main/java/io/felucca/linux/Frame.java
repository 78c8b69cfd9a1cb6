package io.felucca.linux;

import java.util.Arrays;
import java.util.List;

/**
 * What one native call needs while it runs: zeroed C memory, and descriptors that nobody may close
 * under it.
 *
 * <p>Used by one thread in a try statement; its addresses are void once it is closed.
 */
final class Frame implements AutoCloseable {
  private static final int BLOCK = 512;
  private static final Fd[] NO_FDS = {};
  private static final long[] NO_BLOCKS = {};

  private Fd[] pinned = NO_FDS;
  private long[] blocks = NO_BLOCKS;
  private long next;
  private long free;

  /** The number of a descriptor, which stays open until this frame is closed. */
  int fd(Fd fd) throws LinuxException {
    int value = fd.pin();
    pinned = Arrays.copyOf(pinned, pinned.length + 1);
    pinned[pinned.length - 1] = fd;
    return value;
  }

  /** Zeroed memory, aligned to 8 bytes. */
  long bytes(int size) {
    int rounded = (size + 7) & ~7;
    if (rounded > free) {
      grow(Math.max(rounded, BLOCK));
    }
    long address = next;
    next += rounded;
    free -= rounded;
    return address;
  }

  private void grow(int size) {
    next = Libc.Heap.IO.allocateMemory(size, true);
    if (next == 0) {
      throw new OutOfMemoryError("no native memory for " + size + " bytes");
    }
    free = size;
    blocks = Arrays.copyOf(blocks, blocks.length + 1);
    blocks[blocks.length - 1] = next;
  }

  /** A copy of the bytes. */
  long bytes(byte[] value) {
    long address = bytes(value.length);
    Libc.Heap.IO.putByteArray(address, value, 0, value.length);
    return address;
  }

  /** A C string; 0, which is C's NULL, for null. */
  long string(String value) throws LinuxException {
    return value == null ? 0 : string(value, FileName.encode(value));
  }

  private long string(String value, byte[] encoded) throws LinuxException {
    for (byte b : encoded) {
      if (b == 0) {
        throw new LinuxException("string with a zero byte", value, Errno.EINVAL.number());
      }
    }
    long address = bytes(encoded.length + 1);
    Libc.Heap.IO.putByteArray(address, encoded, 0, encoded.length);
    return address;
  }

  /** An array of C strings that ends with NULL, as argv and envp are. */
  long strings(List<String> values) throws LinuxException {
    long array = bytes(8 * (values.size() + 1));
    long slot = array;
    for (String value : values) {
      putLong(slot, string(value));
      slot += 8;
    }
    return array;
  }

  static int getByte(long address) {
    return Libc.Heap.IO.getByte(address) & 0xff;
  }

  static int getShort(long address) {
    return Libc.Heap.IO.getShort(address) & 0xffff;
  }

  static int getInt(long address) {
    return Libc.Heap.IO.getInt(address);
  }

  static long getLong(long address) {
    return Libc.Heap.IO.getLong(address);
  }

  static void putShort(long address, int value) {
    Libc.Heap.IO.putShort(address, (short) value);
  }

  static void putInt(long address, int value) {
    Libc.Heap.IO.putInt(address, value);
  }

  static void putLong(long address, long value) {
    Libc.Heap.IO.putLong(address, value);
  }

  static byte[] getBytes(long address, int size) {
    byte[] value = new byte[size];
    Libc.Heap.IO.getByteArray(address, value, 0, size);
    return value;
  }

  /** The C string at an address. */
  static String getString(long address) {
    return FileName.decode(Libc.Heap.IO.getZeroTerminatedByteArray(address));
  }

  @Override
  public void close() {
    for (Fd fd : pinned) {
      fd.unpin();
    }
    for (long block : blocks) {
      Libc.Heap.IO.freeMemory(block);
    }
    pinned = NO_FDS;
    blocks = NO_BLOCKS;
    free = 0;
  }
}
