package io.felucca.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Threads that wait in the kernel, which Java calls running. */
final class Blocked {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final int LOOKS = 20;
  private static final int PAUSE_MS = 5;

  private Blocked() {}

  /** Starts something, and waits until it has ended or sleeps, and goes on sleeping for a while. */
  static Thread start(Runnable work) throws IOException, InterruptedException {
    String name = "blocked-" + COUNT.incrementAndGet();
    Thread thread = new Thread(work, name);
    thread.start();
    for (int asleep = 0; asleep < LOOKS && thread.isAlive(); ) {
      Thread.sleep(PAUSE_MS);
      asleep = sleeps(name) ? asleep + 1 : 0;
    }
    return thread;
  }

  private static boolean sleeps(String name) throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
      return threads
          .map(thread -> text(thread.resolve("stat")))
          .anyMatch(stat -> stat.contains("(" + name + ") S "));
    }
  }

  /** Empty for one that has ended meanwhile. */
  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException gone) {
      return "";
    }
  }
}
