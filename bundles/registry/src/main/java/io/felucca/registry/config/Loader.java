package io.felucca.registry.config;

import io.felucca.registry.migrate.Migration;
import io.felucca.registry.toml.Item;
import io.felucca.registry.toml.Place;
import io.felucca.registry.toml.Problem;
import io.felucca.registry.toml.Problems;
import io.felucca.registry.toml.Table;
import io.felucca.registry.toml.TomlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the main file and all that is imported, each file once, each brought to the newest version
 * before it is laid over those before it. The folder {@code conf.d} beside the main file is always
 * read.
 */
public final class Loader {
  /** The main file where none is named. */
  public static final Path DEFAULT_FILE = Path.of("/etc/containerd/config.toml");

  private final Table merged = new Table();
  private final Set<Path> read = new LinkedHashSet<>();
  private final Set<Path> folders = new LinkedHashSet<>();
  private final Deque<Import> waiting = new ArrayDeque<>();
  private long oldest = Migration.NEWEST;

  private record Import(Path file, Place wantedBy) {}

  private Loader() {}

  /**
   * Reads everything.
   *
   * @param main the main file; null for {@link #DEFAULT_FILE}, which need not exist
   * @throws Problems where a file cannot be read or is not of a known version
   */
  public static Sources load(Path main) {
    return new Loader().run(main);
  }

  private Sources run(Path main) {
    Path file = (main == null ? DEFAULT_FILE : main).toAbsolutePath().normalize();
    folders.add(file.getParent());
    if (main != null || Files.exists(file)) {
      waiting.add(new Import(file, Place.of(file.toString())));
    }
    readWaiting();
    expand(file.resolveSibling("conf.d/*.toml").toString(), file, Place.of("conf.d"));
    readWaiting();
    return new Sources(merged, List.copyOf(read), folders, oldest);
  }

  private void readWaiting() {
    while (!waiting.isEmpty()) {
      Import next = waiting.remove();
      if (read.add(next.file())) {
        read(next);
      }
    }
  }

  private void read(Import next) {
    Table content = content(next);
    oldest = Math.min(oldest, Migration.run(content));
    Item imports = content.get("imports");
    Merge.into(merged, content);
    if (imports != null && imports.isArray()) {
      for (Item one : imports.array()) {
        if (one.value() instanceof String pattern) {
          expand(pattern, next.file(), one.place());
        }
      }
    }
  }

  private Table content(Import next) {
    try {
      watch(next.file());
      return TomlReader.read(next.file());
    } catch (IOException e) {
      throw cannot("read " + next.file() + ": " + why(e), next.wantedBy());
    }
  }

  private static String why(IOException e) {
    return e instanceof java.nio.file.NoSuchFileException
        ? "no such file or directory"
        : e.toString();
  }

  private static Problems cannot(String what, Place place) {
    return Problems.of(Problem.error(place, "cannot " + what));
  }

  /** Both where the file is named and where it lies: either may be changed. */
  private void watch(Path file) throws IOException {
    folders.add(file.getParent());
    if (Files.exists(file)) {
      folders.add(file.toRealPath().getParent());
    }
  }

  private void expand(String pattern, Path importer, Place place) {
    Path path = importer.resolveSibling(pattern).normalize();
    if (!Globs.isGlob(pattern)) {
      waiting.add(new Import(path, place));
      return;
    }
    folders.add(Globs.fixedPart(path));
    try {
      List<Path> found = new ArrayList<>(Globs.expand(path));
      found.forEach(file -> waiting.add(new Import(file, place)));
    } catch (IOException e) {
      throw cannot("read the folder of " + path + ": " + e, place);
    }
  }
}
