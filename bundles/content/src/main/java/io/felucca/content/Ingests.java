package io.felucca.content;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.content.ContentWriter;
import io.felucca.api.content.IngestStatus;
import io.felucca.api.filter.Filter;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What lies in {@code ingest/}. */
final class Ingests {
  private static final Logger LOG = System.getLogger("io.felucca.content");

  private final Layout layout;
  private final Blobs blobs;
  private final Hashing hashing;
  private final Committer committer;

  Ingests(Layout layout, Blobs blobs, Hashing hashing) {
    this.layout = layout;
    this.blobs = blobs;
    this.hashing = hashing;
    this.committer = new Committer(layout);
  }

  ContentWriter writer(String ref, Descriptor expected) {
    if (ref.isEmpty()) {
      throw Fault.invalid("ref must not be empty");
    }
    IngestFiles files = new IngestFiles(layout.ingest(ref));
    try {
      RefLock lock = RefLock.take(layout.lock(ref), ref);
      try {
        return open(ref, expected, files, lock);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw Failures.of("open ingest " + ref, e);
    }
  }

  private ContentWriter open(String ref, Descriptor expected, IngestFiles files, RefLock lock)
      throws IOException {
    Digest digest = expected.digest();
    if (digest != null && blobs.has(digest)) {
      throw Fault.exists("content %s", digest);
    }
    IngestStatus found = resumable(ref, expected, files);
    if (found == null) {
      begin(ref, expected, files);
    }
    IngestData data =
        IngestData.open(files.data(), hashing, digest == null ? "sha256" : digest.algorithm());
    IngestStatus status = found == null ? files.status() : found;
    return new LocalWriter(new Ingest(known(status, expected), files, data, lock), committer);
  }

  /** Null where nothing is there or it is not what the caller means. */
  private static IngestStatus resumable(String ref, Descriptor expected, IngestFiles files)
      throws IOException {
    IngestStatus found = files.status();
    if (found == null || !found.ref().equals(ref)) {
      return null;
    }
    if (expected.size() > 0 && found.total() > 0 && expected.size() != found.total()) {
      LOG.log(
          Level.INFO,
          "ingest begins anew, another total is expected ref={0} total={1} expected={2}",
          ref,
          Long.toString(found.total()),
          Long.toString(expected.size()));
      return null;
    }
    if (found.total() == 0) {
      files.writeTotal(expected.size());
    }
    return found;
  }

  /** Leaves nothing where it fails, as on a full disk. */
  private static void begin(String ref, Descriptor expected, IngestFiles files) throws IOException {
    try {
      files.create(ref, expected.size(), Instant.now());
    } catch (IOException e) {
      try {
        files.remove();
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  private static IngestStatus known(IngestStatus s, Descriptor expected) {
    long total = s.total() > 0 ? s.total() : Math.max(0, expected.size());
    return new IngestStatus(
        s.ref(), s.offset(), total, expected.digest(), s.startedAt(), s.updatedAt());
  }

  IngestStatus status(String ref) {
    try {
      IngestStatus status = new IngestFiles(layout.ingest(ref)).status();
      if (status == null) {
        throw notFound(ref);
      }
      return status;
    } catch (IOException e) {
      throw Failures.of("look at ingest " + ref, e);
    }
  }

  /** In order of references; what is no ingest, or ends while we look, is passed over. */
  List<IngestStatus> statuses(Filter filter) {
    List<IngestStatus> statuses = new ArrayList<>();
    try {
      for (Path folder : folders()) {
        IngestStatus status = Files.isDirectory(folder) ? new IngestFiles(folder).status() : null;
        if (status != null && filter.test(status)) {
          statuses.add(status);
        }
      }
    } catch (IOException e) {
      throw Failures.of("list ingests", e);
    }
    statuses.sort(Comparator.comparing(IngestStatus::ref));
    return statuses;
  }

  private List<Path> folders() throws IOException {
    List<Path> folders = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(layout.ingests())) {
      entries.forEach(folders::add);
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return folders;
  }

  /** Also under a writer, which then cannot commit. */
  void abort(String ref) {
    try {
      if (!new IngestFiles(layout.ingest(ref)).remove()) {
        throw notFound(ref);
      }
    } catch (IOException e) {
      throw Failures.of("abort ingest " + ref, e);
    }
  }

  private static Fault notFound(String ref) {
    return Fault.notFound("ingest ref \"%s\"", ref);
  }
}
