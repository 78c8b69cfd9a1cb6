package io.felucca.oci.cdi;

import io.felucca.api.Fault;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The devices in the files of some folders, as they are now. */
final class Inventory {
  private final Map<String, CdiFile> files = new TreeMap<>();
  private final Map<Path, String> problems = new TreeMap<>();

  /** The later a folder, the more it counts. */
  static Inventory of(List<Path> folders) {
    Inventory inventory = new Inventory();
    folders.forEach(inventory::addFolder);
    return inventory;
  }

  /** The file of each device, by qualified name. */
  Map<String, CdiFile> files() {
    return files;
  }

  /** What is wrong with which file or folder. */
  Map<Path, String> problems() {
    return problems;
  }

  private void addFolder(Path folder) {
    Map<String, List<CdiFile>> found = new HashMap<>();
    for (Path path : list(folder)) {
      read(path, found);
    }
    found.forEach(this::settle);
  }

  /** A device that two files of one folder have is in doubt: nobody gets it. */
  private void settle(String device, List<CdiFile> holders) {
    if (holders.size() == 1) {
      files.put(device, holders.get(0));
      return;
    }
    files.remove(device);
    for (CdiFile holder : holders) {
      List<Path> paths = holders.stream().map(CdiFile::path).toList();
      report(holder.path(), "conflicting device \"" + device + "\" in " + paths);
    }
  }

  private void read(Path path, Map<String, List<CdiFile>> found) {
    try {
      CdiFile file = CdiFile.read(path);
      for (CdiName device : file.devices().keySet()) {
        found.computeIfAbsent(device.toString(), name -> new ArrayList<>()).add(file);
      }
    } catch (Fault e) {
      report(path, e.getMessage());
    } catch (IOException e) {
      report(path, e.toString());
    }
  }

  private void report(Path path, String problem) {
    problems.merge(path, problem, (one, other) -> one + "; " + other);
  }

  private List<Path> list(Path folder) {
    List<Path> paths = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, "*.{json,yaml}")) {
        stream.forEach(path -> addFile(path, paths));
      } catch (IOException e) {
        report(folder, e.toString());
      }
    }
    paths.sort(null);
    return paths;
  }

  private static void addFile(Path path, List<Path> paths) {
    if (!Files.isDirectory(path)) {
      paths.add(path);
    }
  }
}
