package io.felucca.reaper.stdio;

import io.felucca.linux.Fd;

/**
 * One stream.
 *
 * @param own the container's end
 * @param held the other end of a FIFO, to be kept open so that it may be without a client for a
 *     while; null where there is nothing to hold
 */
public record Ends(Fd own, Fd held) implements AutoCloseable {
  @Override
  public void close() {
    own.close();
    if (held != null) {
      held.close();
    }
  }
}
