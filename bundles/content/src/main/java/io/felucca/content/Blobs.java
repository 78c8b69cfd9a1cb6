package io.felucca.content;

import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.content.ContentInfo;
import io.felucca.api.filter.Filter;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What lies in {@code blobs/}. Labels are not kept here: the metadata above has them. */
final class Blobs {
  private final Layout layout;

  Blobs(Layout layout) {
    this.layout = layout;
  }

  boolean has(Digest digest) {
    return Files.exists(layout.blob(digest));
  }

  ContentInfo info(Digest digest) {
    try {
      ContentInfo info = find(digest);
      if (info == null) {
        throw Fault.notFound("content %s", digest);
      }
      return info;
    } catch (IOException e) {
      throw Failures.of("look at content " + digest, e);
    }
  }

  /** Null where there is no such file, or something else in its place. */
  private ContentInfo find(Digest digest) throws IOException {
    try {
      BasicFileAttributes file =
          Files.readAttributes(layout.blob(digest), BasicFileAttributes.class);
      Instant committed = file.lastModifiedTime().toInstant();
      return file.isRegularFile()
          ? new ContentInfo(digest, file.size(), committed, committed, Map.of())
          : null;
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  void delete(Digest digest) {
    try {
      Files.delete(layout.blob(digest));
    } catch (NoSuchFileException e) {
      throw Fault.notFound("content %s", digest);
    } catch (IOException e) {
      throw Failures.of("delete content " + digest, e);
    }
  }

  /** In order; what is no blob is passed over, and so is what goes while we look. */
  void list(Filter filter, Consumer<ContentInfo> to) {
    try {
      for (String algorithm : names(layout.blobs())) {
        for (String hex : names(layout.blobs().resolve(algorithm))) {
          Digest digest = digestOrNull(algorithm, hex);
          ContentInfo info = digest == null ? null : find(digest);
          if (info != null && filter.test(info)) {
            to.accept(info);
          }
        }
      }
    } catch (IOException e) {
      throw Failures.of("list content", e);
    }
  }

  private static Digest digestOrNull(String algorithm, String hex) {
    try {
      return new Digest(algorithm, hex);
    } catch (Fault foreign) {
      return null;
    }
  }

  private static List<String> names(Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      entries.forEach(entry -> names.add(entry.getFileName().toString()));
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    Collections.sort(names);
    return names;
  }
}
