package io.felucca.runtime.serve;

import io.felucca.api.Fault;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Which tasks containerd has here, or is about to make: for each a file {@code NAMESPACE/ID} with
 * the path of containerd's bundle.
 *
 * <p>The script makes the file before it tells containerd the address, so a process that has any
 * must not go. The file outlives the process: with it a later one knows what is left of whom.
 */
final class Ledger {
  private final Path folder;

  Ledger(Path folder) {
    this.folder = folder;
  }

  void add(TaskKey key, String bundle) {
    Path file = file(key);
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, bundle + "\n");
    } catch (IOException e) {
      throw Fault.io("cannot note task " + key, e);
    }
  }

  void remove(TaskKey key) {
    try {
      Files.deleteIfExists(file(key));
    } catch (IOException e) {
      throw Fault.io("cannot remove the note of task " + key, e);
    }
  }

  /** The bundle's path; empty where the task is not known. */
  String bundle(TaskKey key) {
    try {
      return Files.readString(file(key)).strip();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return "";
    } catch (IOException e) {
      throw Fault.io("cannot read the note of task " + key, e);
    }
  }

  List<TaskKey> all() {
    List<TaskKey> all = new ArrayList<>();
    for (Path namespace : children(folder)) {
      for (Path task : children(namespace)) {
        all.add(new TaskKey(name(namespace), name(task)));
      }
    }
    return all;
  }

  private Path file(TaskKey key) {
    return folder.resolve(key.namespace()).resolve(key.id());
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }

  private static List<Path> children(Path folder) {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(children::add);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (IOException e) {
      throw Fault.io("cannot list " + folder, e);
    }
    return children;
  }
}
