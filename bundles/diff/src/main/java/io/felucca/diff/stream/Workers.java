package io.felucca.diff.stream;

import java.util.ArrayList;
import java.util.List;

/** Threads around one ring: who fails stops the others. */
final class Workers {
  private final Ring ring;
  private final List<Thread> threads = new ArrayList<>();

  Workers(Ring ring) {
    this.ring = ring;
  }

  void start(String name, Runnable work) {
    Thread thread = new Thread(() -> run(work), name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private void run(Runnable work) {
    try {
      work.run();
    } catch (Ring.Stopped told) {
      // somebody else has failed
    } catch (Throwable e) {
      ring.fail(e);
    }
  }

  /** Waits for all of them, interrupted or not: they use what the caller frees next. */
  void join() {
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
