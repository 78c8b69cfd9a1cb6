package io.felucca.runtime.oci.folder;

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
 * All tasks' folders.
 *
 * @param state where they are
 */
public record TaskFolders(Path state) {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  public TaskFolder at(String namespace, String id) {
    return TaskFolder.at(state, namespace, id);
  }

  /** The folders of a namespace, or of all where it is empty. */
  public List<TaskFolder> list(String namespace) {
    List<TaskFolder> all = new ArrayList<>();
    for (String name : namespace.isEmpty() ? names(state) : List.of(namespace)) {
      names(state.resolve(name)).forEach(id -> all.add(at(name, id)));
    }
    return all;
  }

  /** Removes what interrupted removals of tasks and of execs have left. */
  public void sweep() {
    names(state).forEach(namespace -> sweep(state.resolve(namespace)));
    list("").forEach(task -> sweep(task.execFolders()));
  }

  private static void sweep(Path folder) {
    entries(folder).stream()
        .filter(Removal::isHidden)
        .forEach(hidden -> new Removal(hidden).finishQuietly());
  }

  /**
   * Whether the machine has been started since this was asked for the first time: then nothing that
   * these folders tell of runs any more. Asked again it says no.
   */
  public boolean isOfEarlierBoot() {
    Path file = state.resolve(".boot");
    try {
      String now = Files.readString(BOOT_ID).strip();
      String noted = Files.exists(file) ? Files.readString(file).strip() : "";
      if (!noted.equals(now)) {
        Files.createDirectories(state, TaskFolder.mode("rwx--x--x"));
        Files.writeString(file, now);
      }
      return !noted.isEmpty() && !noted.equals(now);
    } catch (IOException e) {
      throw Fault.io("state folder " + state, e);
    }
  }

  static List<String> names(Path folder) {
    return entries(folder).stream()
        .filter(path -> !Removal.isHidden(path))
        .map(path -> path.getFileName().toString())
        .toList();
  }

  private static List<Path> entries(Path folder) {
    List<Path> all = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(all::add);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (IOException e) {
      throw Fault.io("state folder " + folder, e);
    }
    return all;
  }
}
