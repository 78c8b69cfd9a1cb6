package io.felucca.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The memory that this process holds without using it: malloc_trim(3), madvise(2). */
public final class Footprint {
  private static final int MADV_DONTNEED = 4;
  private static final Path MAPS = Path.of("/proc/self/maps");

  private Footprint() {}

  /**
   * Gives back what the allocator of the C library keeps, and the pages of read-only mappings of
   * files with these endings: what is needed again comes back from the page cache.
   *
   * @param endings such as {@code .jsa}, the class archive of a Java machine, of which the start
   *     needs much more than what follows
   */
  public static void release(List<String> endings) throws LinuxException {
    Libc.MALLOC_TRIM.call(0);
    try (Stream<String> lines = Files.lines(MAPS)) {
      lines
          .filter(line -> line.contains(" r--p ") && endings.stream().anyMatch(line::endsWith))
          .forEach(Footprint::forget);
    } catch (UncheckedIOException | IOException e) {
      throw new LinuxException("read", MAPS, Errno.EIO.number());
    }
  }

  /** Nothing is lost: what is private to this process has never been written. */
  private static void forget(String line) {
    int dash = line.indexOf('-');
    long from = Long.parseUnsignedLong(line.substring(0, dash), 16);
    long to = Long.parseUnsignedLong(line.substring(dash + 1, line.indexOf(' ')), 16);
    Libc.MADVISE.call(from, to - from, MADV_DONTNEED, 0);
  }
}
