package io.felucca.store;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Durable updates a second from 1, 8 and 32 threads, views and scans; run by hand: {@code Bench
 * FOLDER [SECONDS]}.
 */
public final class Bench {
  private static final byte[] VALUE = new byte[300];

  private Bench() {}

  public static void main(String[] args) throws Exception {
    Path file = Files.createTempDirectory(Path.of(args[0]), "bench").resolve("meta.db");
    int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
    try (Store store = Stores.open(file)) {
      updates(store, 1, 1);
      for (int threads : new int[] {1, 8, 32}) {
        print("updates", threads, updates(store, threads, seconds));
      }
      for (int threads : new int[] {1, 2, 8}) {
        print("views", threads, views(store, threads, seconds));
      }
      scan(store);
      scan(store);
    } finally {
      delete(file);
    }
  }

  private static Rate updates(Store store, int threads, int seconds) throws Exception {
    AtomicLong next = new AtomicLong();
    return rate(
        threads,
        seconds,
        () -> {
          long n = next.getAndIncrement();
          store.write(
              tx -> {
                Bucket bucket = tx.root().make("v1", "default", "containers");
                for (int i = 0; i < 3; i++) {
                  bucket.put("key-" + (n * 7919 + i) % 100_000, VALUE);
                }
              });
        });
  }

  private static Rate views(Store store, int threads, int seconds) throws Exception {
    AtomicLong next = new AtomicLong();
    return rate(
        threads,
        seconds,
        () -> {
          String name = "key-" + next.getAndIncrement() % 100_000;
          store.view(tx -> tx.root().at("v1", "default", "containers").get(name));
        });
  }

  private record Rate(double perSecond, double cpuMicros) {}

  private static void print(String what, int threads, Rate rate) {
    System.out.printf(
        "%s from %2d threads: %,9.0f /s, %6.1f us of CPU each%n",
        what, threads, rate.perSecond(), rate.cpuMicros());
  }

  private static long cpuTime() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static void scan(Store store) {
    long start = System.nanoTime();
    long count =
        store.view(
            tx -> {
              long n = 0;
              for (Entry entry : tx.root().at("v1", "default", "containers").entries()) {
                n += entry.value().length > 0 ? 1 : 0;
              }
              return n;
            });
    System.out.printf("scan of %,d: %.1f ms%n", count, (System.nanoTime() - start) / 1e6);
  }

  private static Rate rate(int threads, int seconds, Runnable work) throws InterruptedException {
    AtomicLong done = new AtomicLong();
    long cpu = cpuTime();
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    List<Thread> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread thread =
          new Thread(
              () -> {
                while (System.nanoTime() < end) {
                  work.run();
                  done.incrementAndGet();
                }
              });
      running.add(thread);
      thread.start();
    }
    for (Thread thread : running) {
      thread.join();
    }
    return new Rate(done.get() / (double) seconds, (cpuTime() - cpu) / 1e3 / done.get());
  }

  private static void delete(Path file) throws IOException {
    Files.delete(file);
    Files.delete(file.resolveSibling(file.getFileName() + "-lock"));
    Files.delete(file.getParent());
  }
}
