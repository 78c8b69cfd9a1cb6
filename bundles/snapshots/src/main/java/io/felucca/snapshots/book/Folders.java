package io.felucca.snapshots.book;

import io.felucca.linux.OfdLock;
import io.felucca.linux.Stat;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * One folder a snapshot, named by its ID. While one is being filled it is called {@code new-...},
 * and once nobody wants it {@code old-...}: names that no ID is like.
 *
 * <p>All who fill a folder share a lock on the file {@code filling.lock} beside, in whatever
 * instance or process they are: whoever gets it alone knows that those called new are of the dead.
 */
final class Folders {
  private static final System.Logger LOG = System.getLogger(Folders.class.getName());
  private static final String FRESH = "new-";
  private static final String STALE = "old-";
  private static final Duration BEING_FILLED = Duration.ofHours(1);

  private final Path root;
  private final Path lock;

  Folders(Path root) {
    this.root = root;
    this.lock = root.resolveSibling("filling.lock");
  }

  Path of(String id) {
    return root.resolve(id);
  }

  /** An empty folder to fill. */
  Filling fresh() throws IOException {
    Files.createDirectories(root);
    OfdLock held = OfdLock.acquire(lock, true);
    try {
      return new Filling(this, Files.createTempDirectory(root, FRESH), held);
    } catch (IOException | RuntimeException e) {
      held.close();
      throw e;
    }
  }

  /**
   * Gives a folder its ID, inside the transaction that enters it. What has that name already is of
   * a transaction that was never committed: it makes way.
   */
  Path adopt(Path folder, String id) throws IOException {
    Path place = of(id);
    if (folder.equals(place)) {
      return place;
    }
    if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      putAside(place);
    }
    return Files.move(folder, place, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Puts aside the folders of no snapshot, while nobody enters any, so that they can be deleted
   * later whatever is entered then. Those being filled count only when nobody can be filling them
   * any more.
   */
  List<Path> putOrphansAside(Set<String> ids) throws IOException {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (OfdLock alone = OfdLock.tryAcquire(lock, false)) {
      return putOrphansAside(ids, alone == null);
    }
  }

  private List<Path> putOrphansAside(Set<String> ids, boolean someAreFilled) throws IOException {
    List<Path> aside = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
      for (Path entry : entries) {
        boolean wanted = ids.contains(entry.getFileName().toString());
        if (!wanted && !(someAreFilled && isBeingFilled(entry))) {
          putAside(entry, aside);
        }
      }
    }
    return aside;
  }

  private void putAside(Path orphan, List<Path> aside) {
    try {
      aside.add(isCalled(STALE, orphan) ? orphan : putAside(orphan));
    } catch (IOException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "left to the next clean-up: " + orphan + " error=\"" + e.getMessage() + "\"");
    }
  }

  private Path putAside(Path folder) throws IOException {
    Path aside = root.resolve(STALE + UUID.randomUUID());
    return Files.move(folder, aside, StandardCopyOption.ATOMIC_MOVE);
  }

  private static boolean isBeingFilled(Path entry) throws IOException {
    if (!isCalled(FRESH, entry)) {
      return false;
    }
    Stat stat = Stat.ifExists(entry);
    return stat == null || stat.changed().isAfter(Instant.now().minus(BEING_FILLED));
  }

  private static boolean isCalled(String prefix, Path entry) {
    return entry.getFileName().toString().startsWith(prefix);
  }
}
