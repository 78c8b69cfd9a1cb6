package io.felucca.linux;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalInt;

/** Collects what a child writes until it has closed both pipes and ended. */
final class Collector {
  /** So long after an interrupt it is noticed: poll(2) does not know Java's interrupts. */
  private static final int LOOK_UP_MS = 100;

  private final Child child;
  private final String program;
  private final Duration limit;
  private final long deadline;
  private final ByteBuffer buffer = ByteBuffer.allocate(16 << 10);

  Collector(Child child, String program, Duration limit) {
    this.child = child;
    this.program = program;
    this.limit = limit;
    this.deadline = System.nanoTime() + limit.toNanos();
  }

  Spawn.Result collect(Fd out, Fd err) throws IOException {
    try {
      return collectOrFail(out, err);
    } catch (IOException e) {
      child.kill();
      throw e;
    }
  }

  private Spawn.Result collectOrFail(Fd out, Fd err) throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    boolean more = true;
    while (more) {
      more = false;
      more |= drain(out, output, err);
      more |= drain(err, errors, out);
    }
    return new Spawn.Result(exitCode(), text(output), text(errors));
  }

  /** Takes what is there, waiting for a moment; false at the end. */
  private boolean drain(Fd from, ByteArrayOutputStream to, Fd other) throws IOException {
    checkTime();
    if (!from.isOpen()) {
      return false;
    }
    Fd also = other.isOpen() ? other : null;
    if (Poll.await(from, Poll.IN, also, LOOK_UP_MS) == 0) {
      return true;
    }
    int count = from.read(buffer.clear());
    if (count < 0) {
      from.close();
      return false;
    }
    to.write(buffer.array(), 0, count);
    return true;
  }

  private void checkTime() throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted while " + program + " ran");
    }
    if (System.nanoTime() - deadline > 0) {
      throw late();
    }
  }

  private int exitCode() throws IOException {
    try {
      Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      OptionalInt code = child.waitFor(left);
      if (code.isEmpty()) {
        throw late();
      }
      return code.getAsInt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while " + program + " ran");
    }
  }

  private IOException late() {
    return new IOException(program + " did not end within " + limit.toMillis() + " ms");
  }

  private static String text(ByteArrayOutputStream bytes) {
    return FileName.decode(bytes.toByteArray());
  }
}
