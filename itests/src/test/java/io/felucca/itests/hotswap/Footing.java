package io.felucca.itests.hotswap;

import static org.junit.Assert.assertEquals;

import io.felucca.itests.fixture.Command;
import io.felucca.itests.fixture.Daemon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a daemon holds after a collection of its heap: the least of some looks at each, because
 * calls in flight, and streams of the traffic that began before a swap, hold some for a moment.
 *
 * @param loaders class loaders of bundles
 * @param heap bytes in use
 */
record Footing(long loaders, long threads, long descriptors, long heap) {
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");
  private static final int COLLECTIONS = 5;
  private static final int LOOKS = 50;

  /** How often one looks anew, which takes some seconds. */
  private static final int TIMES = 10;

  static Footing of(Daemon daemon) throws IOException, InterruptedException {
    String pid = Long.toString(daemon.pid());
    long loaders = Long.MAX_VALUE;
    long heap = Long.MAX_VALUE;
    for (int i = 0; i < COLLECTIONS; i++) {
      List<String> histogram = histogram(daemon, pid);
      loaders = Math.min(loaders, loaders(histogram));
      heap = Math.min(heap, total(histogram));
      Thread.sleep(500);
    }
    long threads = Long.MAX_VALUE;
    long descriptors = Long.MAX_VALUE;
    for (int i = 0; i < LOOKS; i++) {
      threads = Math.min(threads, entries("/proc/" + pid + "/task"));
      descriptors = Math.min(descriptors, entries("/proc/" + pid + "/fd"));
      Thread.sleep(20);
    }
    return new Footing(loaders, threads, descriptors, heap);
  }

  private static List<String> histogram(Daemon daemon, String pid)
      throws IOException, InterruptedException {
    return Command.run(daemon.folder(), "jcmd", pid, "GC.class_histogram").ok().lines();
  }

  private static long loaders(List<String> histogram) {
    return histogram.stream()
        .filter(line -> line.endsWith("BundleClassLoader"))
        .mapToLong(line -> Long.parseLong(line.strip().split("\\s+")[1]))
        .sum();
  }

  private static long total(List<String> histogram) {
    Matcher total = TOTAL.matcher(String.join("\n", histogram));
    if (!total.find()) {
      throw new AssertionError("no total in " + histogram.subList(0, 5));
    }
    return Long.parseLong(total.group(1));
  }

  private static long entries(String folder) throws IOException {
    try (Stream<Path> all = Files.list(Path.of(folder))) {
      return all.count();
    }
  }

  /** Looks again until it is not noticeably more than {@code before}; fails where it stays so. */
  static Footing settled(Daemon daemon, Footing before) throws IOException, InterruptedException {
    Footing now = of(daemon);
    for (int i = 0; i < TIMES && !now.excess(before).isEmpty(); i++) {
      now = of(daemon);
    }
    assertEquals(before + " -> " + now, List.of(), now.excess(before));
    return now;
  }

  /** What is noticeably more than before. */
  private List<String> excess(Footing before) {
    List<String> excess = new ArrayList<>();
    add(excess, "class loaders pile up", loaders > before.loaders + 1);
    add(excess, "threads pile up", threads > before.threads + 15);
    add(excess, "descriptors pile up", descriptors > before.descriptors + 25);
    add(excess, "the heap grows", heap > before.heap * 5 / 4 + (2 << 20));
    return excess;
  }

  private static void add(List<String> to, String what, boolean isSo) {
    if (isSo) {
      to.add(what);
    }
  }

  @Override
  public String toString() {
    return "%d class loaders, %d threads, %d descriptors, %d KiB of heap"
        .formatted(loaders, threads, descriptors, heap >> 10);
  }
}
