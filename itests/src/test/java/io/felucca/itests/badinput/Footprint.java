package io.felucca.itests.badinput;

import io.felucca.itests.fixture.Daemon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The files that a daemon keeps in its folder, and those of them that it has open.
 *
 * <p>Those below {@code root}, {@code state} and {@code temp} count: what the test itself puts
 * beside them does not.
 */
record Footprint(Set<String> files, Set<String> open) {
  static Footprint of(Daemon daemon) throws IOException {
    Set<String> files = new TreeSet<>();
    Set<String> open = new TreeSet<>();
    for (Path place : places(daemon)) {
      add(place, files);
    }
    try (Stream<Path> all = Files.list(Path.of("/proc", Long.toString(daemon.pid()), "fd"))) {
      for (Path each : all.toList()) {
        String target = target(each);
        if (places(daemon).stream().anyMatch(place -> target.startsWith(place + "/"))) {
          open.add(target);
        }
      }
    }
    return new Footprint(files, open);
  }

  /** What is there now and was not there then. */
  Set<String> beyond(Footprint then) {
    Set<String> more = new TreeSet<>();
    files.stream().filter(file -> !then.files.contains(file)).forEach(more::add);
    open.stream()
        .filter(file -> !then.open.contains(file))
        .map(file -> "open " + file)
        .forEach(more::add);
    return more;
  }

  private static List<Path> places(Daemon daemon) {
    return List.of(daemon.root(), daemon.state(), daemon.folder().resolve("temp"));
  }

  private static void add(Path place, Set<String> to) throws IOException {
    if (Files.exists(place)) {
      try (Stream<Path> all = Files.walk(place)) {
        all.forEach(path -> to.add(path.toString()));
      } catch (java.io.UncheckedIOException gone) {
        add(place, to); // something went away meanwhile
      }
    }
  }

  private static String target(Path link) throws IOException {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (NoSuchFileException closed) {
      return "";
    }
  }
}
