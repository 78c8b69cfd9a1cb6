package io.felucca.content;

import io.felucca.api.Fault;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Clears away what a process that was killed has left: ingests that it had only begun to make, and
 * locks that nobody holds. Ingests that can be resumed stay.
 */
final class Leftovers {
  private static final Logger LOG = System.getLogger("io.felucca.content");

  private final Layout layout;

  Leftovers(Layout layout) {
    this.layout = layout;
  }

  /** Others may work on the root at the same time. What cannot be removed stays. */
  void clear() {
    try {
      clearIngests();
      clearLocks();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "leftovers stay root=" + layout.root(), e);
    }
  }

  private void clearIngests() throws IOException {
    for (Path folder : entries(layout.ingests())) {
      if (isBroken(folder)) {
        alone(folder.getFileName().toString(), () -> removeBroken(folder));
      }
    }
  }

  private void clearLocks() throws IOException {
    for (Path lock : entries(layout.locks())) {
      alone(lock.getFileName().toString(), () -> {});
    }
  }

  private static boolean isBroken(Path folder) throws IOException {
    return Files.isDirectory(folder) && new IngestFiles(folder).status() == null;
  }

  private static void removeBroken(Path folder) throws IOException {
    if (isBroken(folder)) {
      new IngestFiles(folder).remove();
    }
  }

  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  /** Works under the lock and removes its file, unless somebody has it. */
  private void alone(String name, Work work) throws IOException {
    try (RefLock lock = RefLock.take(layout.locks().resolve(name), name)) {
      work.run();
    } catch (Fault e) {
      LOG.log(Level.DEBUG, "ingest is in use name={0}", name);
    }
  }

  private static List<Path> entries(Path folder) throws IOException {
    List<Path> all = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      entries.forEach(all::add);
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return all;
  }
}
