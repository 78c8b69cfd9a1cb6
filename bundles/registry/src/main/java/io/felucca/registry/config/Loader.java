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
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

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

  private final Overlay overlay;

  private Loader(Overlay overlay) {
    this.overlay = overlay;
  }

  /**
   * Reads everything.
   *
   * @param main the main file; null for {@link #DEFAULT_FILE}, which need not exist
   * @throws Problems where a file cannot be read or is not of a known version
   */
  public static Sources load(Path main) {
    return load(main, null);
  }

  /** The same with one file of {@code conf.d} as it would be; null for all as they are. */
  static Sources load(Path main, Overlay overlay) {
    return new Loader(overlay).run(main);
  }

  /** The main file that is meant. */
  static Path mainFile(Path main) {
    return (main == null ? DEFAULT_FILE : main).toAbsolutePath().normalize();
  }

  /** The folder beside the main file of which every file is read. */
  static Path folder(Path main) {
    return mainFile(main).resolveSibling("conf.d");
  }

  private Sources run(Path main) {
    Path file = mainFile(main);
    folders.add(file.getParent());
    if (main != null || Files.exists(file)) {
      waiting.add(new Import(file, Place.of(file.toString())));
    }
    readWaiting();
    expand(folder(main) + "/*.toml", file, Place.of("conf.d"));
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
    if (isOverlaid(next.file())) {
      return TomlReader.parse(next.file().toString(), overlay.text());
    }
    try {
      watch(next.file());
      return TomlReader.read(next.file());
    } catch (IOException e) {
      throw cannot("read " + next.file() + ": " + why(e), next.wantedBy());
    }
  }

  private boolean isOverlaid(Path file) {
    return overlay != null && overlay.file().equals(file);
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
      Set<Path> found = new TreeSet<>(Globs.expand(path));
      lay(found, path);
      found.forEach(file -> waiting.add(new Import(file, place)));
    } catch (IOException e) {
      throw cannot("read the folder of " + path + ": " + e, place);
    }
  }

  private void lay(Set<Path> found, Path pattern) {
    if (overlay != null && overlay.file().getParent().equals(Globs.fixedPart(pattern))) {
      found.remove(overlay.file());
      if (overlay.text() != null) {
        found.add(overlay.file());
      }
    }
  }
}
