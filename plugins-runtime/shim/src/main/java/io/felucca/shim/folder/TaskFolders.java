package io.felucca.shim.folder;

import io.felucca.linux.FileTree;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * All bundles of a runtime.
 *
 * @param state where bundles are
 * @param root where work folders are
 */
public record TaskFolders(Path state, Path root) {
  private static final Logger LOG = System.getLogger(TaskFolders.class.getName());

  public TaskFolder at(String namespace, String id) {
    return TaskFolder.at(state, namespace, id);
  }

  /** The bundles of a namespace, or of all where it is empty. */
  public List<TaskFolder> list(String namespace) {
    List<TaskFolder> all = new ArrayList<>();
    for (String name : namespace.isEmpty() ? names(state) : List.of(namespace)) {
      names(state.resolve(name)).forEach(id -> all.add(at(name, id)));
    }
    return all;
  }

  /** Removes what an interrupted removal or a reboot has left. */
  public void sweep() {
    for (Path top : List.of(state, root)) {
      for (String namespace : names(top)) {
        hidden(top.resolve(namespace)).forEach(TaskFolders::remove);
      }
    }
    for (String namespace : names(root)) {
      for (String id : names(root.resolve(namespace))) {
        if (!at(namespace, id).exists()) {
          remove(root.resolve(namespace).resolve(id));
        }
      }
    }
  }

  private static void remove(Path folder) {
    try {
      FileTree.delete(folder);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "leftover not removed path=" + folder, e);
    }
  }

  private static List<String> names(Path folder) {
    return entries(folder).stream()
        .map(path -> path.getFileName().toString())
        .filter(name -> !name.startsWith("."))
        .toList();
  }

  private static List<Path> hidden(Path folder) {
    return entries(folder).stream()
        .filter(path -> path.getFileName().toString().startsWith("."))
        .toList();
  }

  private static List<Path> entries(Path folder) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, Files::isDirectory)) {
      stream.forEach(found::add);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "folder cannot be read path=" + folder, e);
    }
    found.sort(null);
    return found;
  }
}
