package io.felucca.ttrpc;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Messages of a stream that have arrived and readers that wait for one; never both. */
final class Inbox {
  /** Bytes that may wait before the connection is held. */
  private static final long FULL = 1 << 20;

  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

  private final Connection connection;
  private final ArrayDeque<byte[]> messages = new ArrayDeque<>();
  private final ArrayDeque<CompletableFuture<Optional<byte[]>>> readers = new ArrayDeque<>();
  private long bytes;
  private Timers.Timer held;
  private boolean ended;
  private TtrpcException failure;

  Inbox(Connection connection) {
    this.connection = connection;
  }

  CompletableFuture<Optional<byte[]>> take() {
    CompletableFuture<Optional<byte[]>> reader = new CompletableFuture<>();
    byte[] message = null;
    synchronized (this) {
      if (messages.isEmpty() && !ended) {
        readers.add(reader);
        return reader;
      }
      if (!messages.isEmpty()) {
        message = messages.poll();
        bytes -= message.length;
      }
      releaseWhenDrained();
    }
    settle(reader, message);
    return reader;
  }

  /** Takes a message in; false when the stream has ended. */
  boolean put(byte[] message) {
    CompletableFuture<Optional<byte[]>> reader;
    synchronized (this) {
      if (ended) {
        return false;
      }
      reader = readers.poll();
      if (reader == null) {
        messages.add(message);
        bytes += message.length;
        holdWhenFull();
      }
    }
    if (reader != null && !reader.complete(Optional.of(message))) {
      return put(message); // that reader had given up
    }
    return true;
  }

  /**
   * No more messages come; those here can still be read, then readers see the failure or the end.
   */
  void end(TtrpcException why) {
    ArrayDeque<CompletableFuture<Optional<byte[]>>> waiting;
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
      failure = why;
      waiting = new ArrayDeque<>(readers);
      readers.clear();
    }
    waiting.forEach(reader -> settle(reader, null));
  }

  /** Drops what is here and ends. */
  void discard(TtrpcException why) {
    synchronized (this) {
      messages.clear();
      bytes = 0;
      releaseWhenDrained();
    }
    end(why);
  }

  private void settle(CompletableFuture<Optional<byte[]>> reader, byte[] message) {
    if (message != null) {
      reader.complete(Optional.of(message));
    } else if (failure != null) {
      reader.completeExceptionally(failure);
    } else {
      reader.complete(Optional.empty());
    }
  }

  private void holdWhenFull() {
    if (bytes > FULL && held == null) {
      connection.hold();
      held = connection.timers().after(PATIENCE, this::giveUp);
    }
  }

  private void releaseWhenDrained() {
    if (held != null && bytes <= FULL / 2) {
      connection.timers().cancel(held);
      held = null;
      connection.release();
    }
  }

  private void giveUp() {
    discard(
        new TtrpcException(
            TtrpcCode.RESOURCE_EXHAUSTED,
            "stream on " + connection.name() + " given up: its reader is too slow"));
  }
}
