package io.felucca.linux;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/** Moves bytes between a descriptor and a buffer: read(2), write(2) and their positioned forms. */
enum Transfer {
  READ(Libc.READ),
  PREAD(Libc.PREAD),
  WRITE(Libc.WRITE),
  PWRITE(Libc.PWRITE);

  /** Heap buffers go through a copy in C memory, at most so much at a time. */
  private static final int CHUNK = 64 << 10;

  private final Libc call;

  Transfer(Libc call) {
    this.call = call;
  }

  private boolean reads() {
    return this == READ || this == PREAD;
  }

  int run(Fd fd, ByteBuffer buffer, long position) throws LinuxException {
    if (!buffer.hasRemaining()) {
      return 0;
    }
    try (Frame f = new Frame()) {
      int number = f.fd(fd);
      int count =
          buffer.isDirect()
              ? direct(fd, number, buffer, position)
              : copied(f, fd, number, buffer, position);
      return count == 0 && reads() ? -1 : count;
    }
  }

  private int direct(Fd fd, int number, ByteBuffer buffer, long position) throws LinuxException {
    try {
      long address = Libc.Heap.IO.getDirectBufferAddress(buffer) + buffer.position();
      int count = (int) call.check(fd, number, address, buffer.remaining(), position);
      buffer.position(buffer.position() + count);
      return count;
    } finally {
      Reference.reachabilityFence(buffer);
    }
  }

  private int copied(Frame f, Fd fd, int number, ByteBuffer buffer, long position)
      throws LinuxException {
    int size = Math.min(buffer.remaining(), CHUNK);
    byte[] bytes = new byte[size];
    if (reads()) {
      long address = f.bytes(size);
      int count = (int) call.check(fd, number, address, size, position);
      buffer.put(Frame.getBytes(address, count));
      return count;
    }
    buffer.duplicate().get(bytes);
    int count = (int) call.check(fd, number, f.bytes(bytes), size, position);
    buffer.position(buffer.position() + count);
    return count;
  }
}
