package io.felucca.tasks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Unpacked checkpoints of tasks that have not been started yet: the runtime reads the files only
 * when it starts the task. Whoever starts it finds them, be it another instance.
 */
final class Restores {
  private final Notes folders;

  /**
   * @param folders of each such task, where its checkpoint is
   */
  Restores(Notes folders) {
    this.folders = folders;
  }

  void keep(String namespace, String id, Path folder) {
    folders.put(namespace, id, folder.toString());
  }

  /** The task runs or is gone: removes its checkpoint, if there is one. */
  void discard(String namespace, String id) {
    folders
        .get(namespace, id)
        .ifPresent(
            folder -> {
              delete(Path.of(folder));
              folders.remove(namespace, id);
            });
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
