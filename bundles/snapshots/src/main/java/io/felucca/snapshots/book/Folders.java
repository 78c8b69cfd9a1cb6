package io.felucca.snapshots.book;

import io.felucca.linux.FileTree;
import io.felucca.linux.Stat;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One folder a snapshot, named by its ID; while it is being filled it has a name that no snapshot
 * has.
 */
final class Folders {
  private static final System.Logger LOG = System.getLogger(Folders.class.getName());
  private static final String FRESH = "new-";
  private static final Duration BEING_FILLED = Duration.ofHours(1);

  private final Path root;

  Folders(Path root) {
    this.root = root;
  }

  Path of(String id) {
    return root.resolve(id);
  }

  Path fresh() throws IOException {
    Files.createDirectories(root);
    return Files.createTempDirectory(root, FRESH);
  }

  /**
   * Gives a fresh folder its ID. The store may run a transaction twice: then it is there already.
   */
  void adopt(Path fresh, String id) throws IOException {
    if (Files.exists(fresh)) {
      Files.move(fresh, of(id));
    }
  }

  /** Removes a folder that came to nothing; where that fails it is left to the next clean-up. */
  void discard(Path fresh) {
    try {
      FileTree.delete(fresh);
    } catch (IOException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "left to clean-up: " + fresh + " error=\"" + e.getMessage() + "\"");
    }
  }

  /**
   * The folders of no snapshot; those being filled count only when nobody can be filling them any
   * more.
   */
  List<Path> orphans(Set<String> ids) throws IOException {
    List<Path> orphans = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
      for (Path entry : entries) {
        if (!ids.contains(entry.getFileName().toString()) && !isBeingFilled(entry)) {
          orphans.add(entry);
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    }
    return orphans;
  }

  private static boolean isBeingFilled(Path entry) throws IOException {
    if (!entry.getFileName().toString().startsWith(FRESH)) {
      return false;
    }
    Stat stat = Stat.ifExists(entry);
    return stat == null || stat.changed().isAfter(Instant.now().minus(BEING_FILLED));
  }
}
