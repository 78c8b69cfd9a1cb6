package io.felucca.snapshots.book;

import io.felucca.linux.FileTree;
import io.felucca.linux.OfdLock;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The folder of a snapshot to come. Until it gets its ID it goes away when closed; from then on
 * only the book says whether it is wanted, and clean-up removes it if not.
 */
final class Filling implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Filling.class.getName());

  private final Folders folders;
  private final OfdLock lock;
  private Path path;
  private boolean adopted;

  /**
   * @param lock tells others that somebody fills a folder; let go in the end
   */
  Filling(Folders folders, Path fresh, OfdLock lock) {
    this.folders = folders;
    this.path = fresh;
    this.lock = lock;
  }

  Path path() {
    return path;
  }

  /** Gives it its ID, or another one where the store runs the transaction again. */
  void adopt(String id) throws IOException {
    path = folders.adopt(path, id);
    adopted = true;
  }

  @Override
  public void close() {
    try (lock) {
      if (!adopted) {
        FileTree.delete(path);
      }
    } catch (IOException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "left to clean-up: " + path + " error=\"" + e.getMessage() + "\"");
    }
  }
}
