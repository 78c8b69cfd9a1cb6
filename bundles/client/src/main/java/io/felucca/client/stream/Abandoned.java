package io.felucca.client.stream;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * FIFOs that were left behind: their maker was killed, or has let go of a process that somebody
 * else deleted.
 */
public final class Abandoned {
  /** A maker whose process ID is not seen here may be about to use them. */
  private static final Duration YOUNG = Duration.ofMinutes(1);

  private Abandoned() {}

  /** Tells whether a process uses what is in a folder. */
  @FunctionalInterface
  public interface Use {
    boolean uses(FifoOwner owner, Path folder);
  }

  /**
   * Removes FIFOs of one daemon and namespace that nobody uses any more.
   *
   * @param parent where folders of FIFOs are made
   * @param daemon as {@link FifoOwner#daemon} has it
   * @param use is asked where the maker is gone
   */
  public static void remove(Path parent, String daemon, Use use) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> folders =
        Files.newDirectoryStream(parent, FifoOwner.prefix(daemon) + "*")) {
      folders.forEach(found::add);
    }
    for (Path folder : found) {
      Optional<FifoOwner> owner = FifoOwner.parse(folder.getFileName().toString());
      if (owner.isPresent()
          && !owner.get().isAtWork()
          && isOld(folder)
          && !use.uses(owner.get(), folder)) {
        remove(folder);
      }
    }
  }

  private static boolean isOld(Path folder) throws IOException {
    return Files.getLastModifiedTime(folder).toInstant().isBefore(Instant.now().minus(YOUNG));
  }

  private static void remove(Path folder) throws IOException {
    List<Path> fifos = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      files.forEach(fifos::add);
    }
    FifoFolder.remove(fifos);
    FifoFolder.removeEmpty(folder);
  }
}
