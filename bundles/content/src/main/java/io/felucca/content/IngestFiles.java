package io.felucca.content;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.felucca.api.content.IngestStatus;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * The folder of one ingest. Times are RFC 3339 text and {@code total} is a decimal number, as
 * containerd writes them.
 */
record IngestFiles(Path folder) {
  Path data() {
    return folder.resolve("data");
  }

  private Path ref() {
    return folder.resolve("ref");
  }

  private Path total() {
    return folder.resolve("total");
  }

  private Path startedAt() {
    return folder.resolve("startedat");
  }

  private Path updatedAt() {
    return folder.resolve("updatedat");
  }

  /** Begins anew: whatever bytes were there are dropped. */
  void create(String ref, long expectedTotal, Instant now) throws IOException {
    makeFolder();
    Files.deleteIfExists(data());
    Files.deleteIfExists(total());
    Files.writeString(ref(), ref);
    Files.writeString(startedAt(), now.toString());
    Files.writeString(updatedAt(), now.toString());
    writeTotal(expectedTotal);
    Files.createFile(data());
  }

  private void makeFolder() throws IOException {
    try {
      Files.createDirectories(folder.getParent());
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException e) {
      // what an interrupted start left
    }
  }

  /** Notes the size expected; 0 for unknown is not noted. */
  void writeTotal(long expected) throws IOException {
    if (expected > 0) {
      Files.writeString(total(), Long.toString(expected));
    }
  }

  void writeUpdatedAt(Instant time) throws IOException {
    Files.writeString(updatedAt(), time.toString());
  }

  /** Null where this is not, or not any more, an ingest that could be resumed. */
  IngestStatus status() throws IOException {
    try {
      BasicFileAttributes data = Files.readAttributes(data(), BasicFileAttributes.class);
      Instant modified = data.lastModifiedTime().toInstant();
      String ref = new String(Files.readAllBytes(ref()), UTF_8);
      Instant started = readTime(startedAt(), modified);
      Instant updated = later(readTime(updatedAt(), modified), modified);
      return new IngestStatus(ref, data.size(), readTotal(), null, started, updated);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** The noted time of the last update may be older than the last bytes. */
  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Instant readTime(Path file, Instant otherwise) throws IOException {
    try {
      return OffsetDateTime.parse(Files.readString(file)).toInstant();
    } catch (DateTimeException | NoSuchFileException e) {
      // a crash can leave the file empty; the bytes are what counts
      return otherwise;
    }
  }

  private long readTotal() throws IOException {
    try {
      return Long.parseLong(Files.readString(total()).trim());
    } catch (NumberFormatException | NoSuchFileException e) {
      return 0;
    }
  }

  /** Removes the folder and what is in it; false where there was none. */
  boolean remove() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      return false;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    Files.deleteIfExists(folder);
    return true;
  }
}
