package io.felucca.tasks;

import io.felucca.api.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A word on each of some tasks, which every instance of the service and the next daemon read. It is
 * the target of a link {@code <namespace>/<id>}, so that it is there as a whole or not at all.
 */
final class Notes {
  private final Path links;

  /**
   * @param links where the links are; made on first use
   */
  Notes(Path links) {
    this.links = links;
  }

  void put(String namespace, String id, String word) {
    try {
      Path link = link(namespace, id);
      Files.createDirectories(link.getParent());
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, Path.of(word));
    } catch (IOException e) {
      throw Fault.io("note on task " + id, e);
    }
  }

  Optional<String> get(String namespace, String id) {
    Path link = link(namespace, id);
    try {
      return Files.isSymbolicLink(link)
          ? Optional.of(Files.readSymbolicLink(link).toString())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // somebody else has removed it
    }
  }

  void remove(String namespace, String id) {
    try {
      Files.deleteIfExists(link(namespace, id));
    } catch (IOException e) {
      System.getLogger(Notes.class.getName())
          .log(System.Logger.Level.WARNING, "note not removed task=" + id, e);
    }
  }

  private Path link(String namespace, String id) {
    return links.resolve(namespace).resolve(id);
  }
}
