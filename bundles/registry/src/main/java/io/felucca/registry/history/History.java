package io.felucca.registry.history;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The configurations that were in force, one file each, in a folder of the daemon's root; the
 * oldest go.
 *
 * <p>A version that an operator went back to is pinned: the pin holds as long as the files say what
 * they said then.
 */
public final class History {
  private static final Logger LOG = System.getLogger("io.felucca.registry");
  private static final int KEPT = 50;
  private static final String PIN = "pinned";

  private final Path folder;

  /** The history of the daemon with this root; there may be none yet. */
  public History(Path root) {
    this.folder = root.resolve("io.felucca.config.v1.files");
  }

  /** The newest first. */
  public List<Version> versions() {
    List<Version> all = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "[0-9]*.toml")) {
        files.forEach(file -> read(file).ifPresent(all::add));
      } catch (IOException e) {
        LOG.log(Level.WARNING, "earlier configurations cannot be listed folder=" + folder, e);
      }
    }
    all.sort(Comparator.comparing(Version::number).reversed());
    return all;
  }

  private static Optional<Version> read(Path file) {
    try {
      return Optional.ofNullable(Version.read(Files.readString(file, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      LOG.log(Level.WARNING, "an earlier configuration cannot be read file=" + file, e);
      return Optional.empty();
    }
  }

  /** The one that came into force last; null for none. */
  public Version last() {
    String[] names = folder.toFile().list((any, name) -> name.matches("[0-9]{8}\\.toml"));
    String newest = names == null ? null : Arrays.stream(names).max(String::compareTo).orElse(null);
    return newest == null ? null : read(folder.resolve(newest)).orElse(null);
  }

  /** The file of a version. */
  public Path file(long number) {
    String digits = Long.toString(100_000_000 + number).substring(1);
    return folder.resolve(digits + ".toml");
  }

  /**
   * Keeps a configuration, unless it is the last one again; returns its number. Where it cannot be
   * written the daemon goes on without.
   */
  public long keep(String door, String text) {
    Version last = last();
    if (last != null && last.text().equals(text)) {
      return last.number();
    }
    long number = last == null ? 1 : last.number() + 1;
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    try {
      make();
      SafeFile.write(file(number), new Version(number, now, door, text).file());
      forget();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "configuration not kept version=" + number, e);
    }
    return number;
  }

  private void make() throws IOException {
    if (!Files.isDirectory(folder)) {
      var mode = PosixFilePermissions.fromString("rwx------");
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(mode));
    }
  }

  private void forget() throws IOException {
    List<Version> all = versions();
    for (Version old : all.subList(Math.min(KEPT, all.size()), all.size())) {
      SafeFile.delete(file(old.number()));
    }
  }

  /** A version stays in force as long as the files say {@code over}. */
  public void pin(long number, String over) throws IOException {
    make();
    SafeFile.write(folder.resolve(PIN), number + "\n" + over);
  }

  /** The files are followed again. */
  public void unpin() {
    try {
      SafeFile.delete(folder.resolve(PIN));
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the pin of an earlier configuration stays", e);
    }
  }

  /** The version that is in force although the files say {@code files}; null for none. */
  public Version pinned(Supplier<String> files) {
    try {
      String[] pin = Files.readString(folder.resolve(PIN)).split("\n", 2);
      boolean holds = pin.length == 2 && pin[1].equals(files.get());
      return holds ? read(file(Long.parseLong(pin[0]))).orElse(null) : null;
    } catch (IOException | NumberFormatException none) {
      return null;
    }
  }
}
