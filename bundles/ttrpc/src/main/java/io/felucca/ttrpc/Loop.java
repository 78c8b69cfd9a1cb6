package io.felucca.ttrpc;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * One thread that waits on all channels of a transport and on its timers; the thread starts with
 * the first channel.
 */
final class Loop implements AutoCloseable {
  /**
   * What a channel's owner does when the channel is ready; runs on the loop's thread and must not
   * block.
   */
  interface Ready {
    void ready(SelectionKey key) throws IOException;

    void failed(Throwable cause);
  }

  private static final Logger LOG = System.getLogger(Loop.class.getName());
  private static final int READ_BUFFER = 64 << 10;

  private final Selector selector;
  private final Thread thread;
  private final Timers timers;
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private ByteBuffer shared;
  private boolean started;
  private boolean closed;

  Loop(String name) throws IOException {
    selector = Selector.open();
    timers = new Timers(selector::wakeup);
    thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  Timers timers() {
    return timers;
  }

  /** Watches a non-blocking channel; failures to do so reach the owner. */
  void register(SelectableChannel channel, int interest, Ready owner, Consumer<SelectionKey> done) {
    execute(
        () -> {
          try {
            done.accept(channel.register(selector, interest, owner));
          } catch (IOException | RuntimeException e) {
            owner.failed(e);
          }
        });
  }

  /**
   * Runs a short piece of work on the loop's thread.
   *
   * @throws TtrpcClosedException when the loop was closed
   */
  void execute(Runnable task) {
    synchronized (this) {
      if (closed) {
        throw new TtrpcClosedException("ttrpc transport is closed", null);
      }
      tasks.add(task);
      if (!started) {
        started = true;
        thread.start();
      }
    }
    selector.wakeup();
  }

  /**
   * The read buffer all connections share; only for the loop's thread, and only within one call.
   */
  ByteBuffer buffer() {
    if (shared == null) {
      shared = ByteBuffer.allocateDirect(READ_BUFFER);
    }
    return shared.clear();
  }

  @Override
  public void close() {
    boolean threadDoesIt;
    synchronized (this) {
      threadDoesIt = started || closed;
      closed = true;
    }
    selector.wakeup();
    if (!threadDoesIt) {
      closeAll();
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private void run() {
    while (!isClosed()) {
      guarded(this::turn);
    }
    guarded(this::closeAll);
  }

  /** The thread serves all connections: it outlives whatever goes wrong in one of them. */
  private static void guarded(Runnable work) {
    try {
      work.run();
    } catch (Throwable e) {
      LOG.log(Level.ERROR, "ttrpc loop: unexpected failure", e);
    }
  }

  private void turn() {
    select(timers.untilNext());
    runTasks();
    List<SelectionKey> ready = new ArrayList<>(selector.selectedKeys());
    selector.selectedKeys().clear();
    ready.forEach(Loop::dispatch);
    timers.runDue();
  }

  private void select(long wait) {
    try {
      if (wait < 0) {
        selector.select();
      } else if (wait == 0) {
        selector.selectNow();
      } else {
        selector.select(wait);
      }
    } catch (IOException e) {
      LOG.log(Level.ERROR, "ttrpc loop: select failed", e);
    }
  }

  private void runTasks() {
    for (Runnable task = nextTask(); task != null; task = nextTask()) {
      guarded(task);
    }
  }

  private synchronized Runnable nextTask() {
    return tasks.poll();
  }

  private static void dispatch(SelectionKey key) {
    Ready owner = (Ready) key.attachment();
    try {
      if (key.isValid()) {
        owner.ready(key);
      }
    } catch (Throwable e) {
      owner.failed(e); // whatever it is, a half-read connection cannot go on
    }
  }

  private void closeAll() {
    runTasks();
    IOException why = new IOException("transport closed");
    new ArrayList<>(selector.keys()).forEach(key -> ((Ready) key.attachment()).failed(why));
    try {
      selector.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "ttrpc loop: selector not closed", e);
    }
  }
}
