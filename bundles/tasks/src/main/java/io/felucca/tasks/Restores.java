package io.felucca.tasks;

import io.felucca.api.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Unpacked checkpoints of tasks that have not been started yet: the runtime reads the files only
 * when it starts the task.
 *
 * <p>Which folder belongs to which task stands in links below the state folder, {@code
 * <namespace>/<id>}, so that whoever starts the task finds it, be it another instance.
 */
final class Restores {
  private final Path links;

  /**
   * @param links where the links are; made on first use
   */
  Restores(Path links) {
    this.links = links;
  }

  void keep(String namespace, String id, Path folder) {
    try {
      Path link = link(namespace, id);
      Files.createDirectories(link.getParent());
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, folder);
    } catch (IOException e) {
      throw Fault.io("note of a checkpoint", e);
    }
  }

  /** The task runs or is gone: removes its checkpoint, if there is one. */
  void discard(String namespace, String id) {
    Path link = link(namespace, id);
    target(link).ifPresent(folder -> discard(link, folder));
  }

  private static void discard(Path link, Path folder) {
    delete(folder);
    delete(link);
  }

  private static Optional<Path> target(Path link) {
    try {
      return Files.isSymbolicLink(link)
          ? Optional.of(Files.readSymbolicLink(link))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // somebody else has removed it
    }
  }

  private Path link(String namespace, String id) {
    return links.resolve(namespace).resolve(id);
  }

  /** Removes a folder with what is in it. */
  static void delete(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      System.getLogger(Restores.class.getName())
          .log(System.Logger.Level.WARNING, "checkpoint not removed path=" + folder, e);
    }
  }
}
