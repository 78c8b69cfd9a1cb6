package io.felucca.client.stream;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A pipe within this program: what goes into its sink comes out of its source. Like the kernel's it
 * holds 64 KiB; unlike those it holds no descriptors, so one that nobody closes costs nothing. The
 * pipes of {@code java.io} would do, if they did not break when the thread that wrote last has
 * ended.
 */
final class Conduit {
  private static final int SIZE = 64 << 10;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final InputStream source = new Source();
  private final OutputStream sink = new Sink();
  private byte[] ring;
  private int start;
  private int count;
  private boolean ended;
  private boolean abandoned;

  /** Ends when the sink is closed; an interrupt of its reader leaves it as it is. */
  InputStream source() {
    return source;
  }

  /** Refuses what is written once the source is closed. */
  OutputStream sink() {
    return sink;
  }

  private int take(byte[] to, int offset, int length) throws IOException {
    lock.lock();
    try {
      while (count == 0 && !ended && !abandoned) {
        await(0);
      }
      if (abandoned) {
        throw new IOException("stream closed");
      }
      if (count == 0) {
        return -1;
      }
      int n = Math.min(Math.min(length, count), SIZE - start);
      System.arraycopy(ring, start, to, offset, n);
      start = (start + n) % SIZE;
      count -= n;
      changed.signalAll();
      return n;
    } finally {
      lock.unlock();
    }
  }

  private void put(byte[] from, int offset, int length) throws IOException {
    lock.lock();
    try {
      for (int done = 0; done < length; ) {
        awaitRoom(done);
        int end = (start + count) % SIZE;
        int n = Math.min(length - done, Math.min(SIZE - count, SIZE - end));
        System.arraycopy(from, offset + done, ring, end, n);
        count += n;
        done += n;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void awaitRoom(int done) throws IOException {
    while (count == SIZE && !ended && !abandoned) {
      await(done);
    }
    if (ended || abandoned) {
      throw new IOException(ended ? "stream closed" : "Broken pipe");
    }
    if (ring == null) {
      ring = new byte[SIZE];
    }
  }

  private void await(int done) throws IOException {
    try {
      changed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("interrupted");
      interrupted.bytesTransferred = done;
      throw interrupted;
    }
  }

  private void closeSource() {
    lock.lock();
    try {
      abandoned = true;
      ring = null;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void closeSink() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private int waiting() {
    lock.lock();
    try {
      return abandoned ? 0 : count;
    } finally {
      lock.unlock();
    }
  }

  private final class Source extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return take(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, to.length);
      return length == 0 ? 0 : take(to, offset, length);
    }

    @Override
    public int available() {
      return waiting();
    }

    @Override
    public void close() {
      closeSource();
    }
  }

  private final class Sink extends OutputStream {
    @Override
    public void write(int one) throws IOException {
      put(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, from.length);
      put(from, offset, length);
    }

    @Override
    public void close() {
      closeSink();
    }
  }
}
