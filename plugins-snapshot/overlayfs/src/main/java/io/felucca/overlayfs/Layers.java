package io.felucca.overlayfs;

import io.felucca.linux.Attributes;
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
 * The folders on disk: {@code <id>/fs} is a layer's upper folder and {@code <id>/work} overlay's
 * own.
 */
final class Layers {
  private static final String FRESH = "new-";
  private static final Duration BEING_MADE = Duration.ofMinutes(1);

  private final Path folder;

  Layers(Path folder) {
    this.folder = folder;
  }

  Path upper(String id) {
    return folder.resolve(id).resolve("fs");
  }

  Path work(String id) {
    return folder.resolve(id).resolve("work");
  }

  /** Makes the folders of a snapshot to come, under a name that no snapshot has. */
  Path fresh(boolean writable) throws IOException {
    Files.createDirectories(folder);
    Path fresh = Files.createTempDirectory(folder, FRESH);
    Attributes.chmod(Files.createDirectory(fresh.resolve("fs")), 0755);
    if (writable) {
      Attributes.chmod(Files.createDirectory(fresh.resolve("work")), 0711);
    }
    return fresh;
  }

  /**
   * Gives the root of a fresh snapshot the owner and mode of its parent's root: overlay shows those
   * of the upper folder.
   */
  void inherit(Path fresh, String parentId) throws IOException {
    Stat parent = Stat.of(upper(parentId));
    own(fresh, parent.uid(), parent.gid());
    Attributes.chmod(fresh.resolve("fs"), parent.permissions());
  }

  void own(Path fresh, long uid, long gid) throws IOException {
    Attributes.chown(fresh.resolve("fs"), uid, gid);
  }

  /**
   * Gives a fresh folder its ID. The store may run a transaction twice: then it is there already.
   */
  void adopt(Path fresh, String id) throws IOException {
    if (Files.exists(fresh)) {
      Files.move(fresh, folder.resolve(id));
    }
  }

  void delete(String id) throws IOException {
    FileTree.delete(folder.resolve(id));
  }

  /**
   * The folders of no snapshot. Those without an ID count only after a while: another call may be
   * about to give them one.
   */
  List<Path> orphans(Set<String> ids) throws IOException {
    List<Path> orphans = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (!ids.contains(entry.getFileName().toString()) && !isBeingMade(entry)) {
          orphans.add(entry);
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    }
    return orphans;
  }

  private static boolean isBeingMade(Path entry) throws IOException {
    if (!entry.getFileName().toString().startsWith(FRESH)) {
      return false;
    }
    Stat stat = Stat.ifExists(entry);
    return stat == null || stat.changed().isAfter(Instant.now().minus(BEING_MADE));
  }
}
