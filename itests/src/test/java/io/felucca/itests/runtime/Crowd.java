package io.felucca.itests.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Clients that do the same again and again, each on a thread of its own. */
final class Crowd implements AutoCloseable {
  /** Something to do, for the so-manieth time. */
  interface Deed {
    void run(int number) throws Exception;
  }

  private final List<Thread> threads = new ArrayList<>();
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private final Map<String, Integer> done = new ConcurrentHashMap<>();
  private volatile boolean over;

  void add(String name, Deed deed) {
    Thread thread = new Thread(() -> work(name, deed), name);
    threads.add(thread);
    thread.start();
  }

  private void work(String name, Deed deed) {
    for (int i = 0; !over; i++) {
      try {
        deed.run(i);
        done.merge(name, 1, Integer::sum);
      } catch (Exception | AssertionError e) {
        failures.add(name + " " + i + ": " + e);
      }
    }
  }

  /** How often each has done its deed. */
  Map<String, Integer> done() {
    return new TreeMap<>(done);
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void close() throws InterruptedException {
    over = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
