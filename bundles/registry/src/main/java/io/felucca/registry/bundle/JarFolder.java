package io.felucca.registry.bundle;

import io.felucca.api.Fault;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The plugins folder: files that end in {@code .jar} and do not begin with a dot. */
public final class JarFolder {
  private static final Logger LOG = System.getLogger("io.felucca.registry");

  private final Path folder;

  public JarFolder(Path folder) {
    this.folder = folder;
  }

  /** Whether it is this folder. */
  boolean is(Path other) {
    return folder.equals(other);
  }

  boolean has(String name) {
    return Files.exists(folder.resolve(name));
  }

  /** Removes what an end in the middle of a change has left; the jars themselves are whole. */
  void tidy() {
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, ".*.jar.{new,before}")) {
        for (Path file : left) {
          Files.delete(file);
        }
      } catch (IOException e) {
        LOG.log(Level.WARNING, "leftovers stay in the plugins folder folder=" + folder, e);
      }
    }
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  /** The jars by name, those first that changed first; none where there is no folder. */
  Map<String, Stamp> jars() {
    Map<String, Stamp> found = new LinkedHashMap<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "[!.]*.jar")) {
        files.forEach(file -> add(found, file));
      } catch (IOException e) {
        LOG.log(Level.WARNING, "cannot read the plugins folder folder=" + folder, e);
      }
    }
    return found.entrySet().stream()
        .sorted(JarFolder::compare)
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
  }

  private static int compare(Map.Entry<String, Stamp> one, Map.Entry<String, Stamp> other) {
    int times = one.getValue().modified().compareTo(other.getValue().modified());
    return times == 0 ? one.getKey().compareTo(other.getKey()) : times;
  }

  private static void add(Map<String, Stamp> to, Path file) {
    try {
      if (Files.isRegularFile(file)) {
        to.put(file.getFileName().toString(), Stamp.of(file));
      }
    } catch (IOException gone) {
      LOG.log(Level.DEBUG, "jar is gone again file=" + file);
    }
  }

  /** A jar that was put into the folder, until it is decided whether it stays. */
  final class Swap implements AutoCloseable {
    private final Path target;
    private final Path before;

    private Swap(Path target, Path before) {
      this.target = target;
      this.before = before;
    }

    String name() {
      return target.getFileName().toString();
    }

    /** Brings back what was there before. */
    void undo() throws IOException {
      if (Files.exists(before)) {
        Files.move(before, target, StandardCopyOption.ATOMIC_MOVE);
      } else {
        Files.deleteIfExists(target);
      }
    }

    @Override
    public void close() throws IOException {
      Files.deleteIfExists(before);
    }
  }

  /** Copies a jar into the folder as a whole. */
  Swap put(Path jar) throws IOException {
    if (!jar.isAbsolute() || !Files.isRegularFile(jar)) {
      throw Fault.invalid("%s is no absolute path of a file on the daemon's machine", jar);
    }
    String name = jar.getFileName().toString();
    checkName(name);
    Files.createDirectories(folder);
    Path target = folder.resolve(name);
    Path fresh = folder.resolve("." + name + ".new");
    Path before = folder.resolve("." + name + ".before");
    copy(jar, fresh);
    Files.deleteIfExists(before);
    if (Files.exists(target)) {
      // a link, so that there is a whole jar of that name at every moment
      Files.createLink(before, target);
    }
    Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    return new Swap(target, before);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel file = FileChannel.open(to, StandardOpenOption.WRITE)) {
      file.force(true);
    }
  }

  private static void checkName(String name) {
    if (!name.endsWith(".jar") || name.startsWith(".") || name.contains("/")) {
      throw Fault.invalid("\"%s\" is no file name of a jar: it must end in .jar", name);
    }
  }

  void remove(String name) throws IOException {
    checkName(name);
    try {
      Files.delete(folder.resolve(name));
    } catch (NoSuchFileException e) {
      throw new Fault(
          Fault.Kind.NOT_FOUND,
          "jar " + name + " in " + folder + ", which has " + jars().keySet(),
          e);
    }
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
