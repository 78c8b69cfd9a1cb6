package io.felucca.snapshots.book;

import io.felucca.linux.FileTree;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The folder of a snapshot to come. Until it gets its ID it goes away when closed; from then on
 * only the book says whether it is wanted, and clean-up removes it if not.
 */
final class Filling implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Filling.class.getName());

  private final Folders folders;
  private Path path;
  private boolean adopted;

  Filling(Folders folders, Path fresh) {
    this.folders = folders;
    this.path = fresh;
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
    if (adopted) {
      return;
    }
    try {
      FileTree.delete(path);
    } catch (IOException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "left to clean-up: " + path + " error=\"" + e.getMessage() + "\"");
    }
  }
}
