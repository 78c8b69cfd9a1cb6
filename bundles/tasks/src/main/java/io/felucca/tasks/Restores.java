package io.felucca.tasks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Unpacked checkpoints of tasks that have not been started yet: the runtime reads the files only
 * when it starts the task.
 */
final class Restores {
  private final Map<List<String>, Path> folders = new ConcurrentHashMap<>();

  void keep(String namespace, String id, Path folder) {
    folders.put(List.of(namespace, id), folder);
  }

  /** The task runs or is gone: removes its checkpoint, if there is one. */
  void discard(String namespace, String id) {
    Path folder = folders.remove(List.of(namespace, id));
    if (folder != null) {
      delete(folder);
    }
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
