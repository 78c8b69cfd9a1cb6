package io.felucca.content;

import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.linux.At;
import io.felucca.linux.Durable;
import io.felucca.linux.Errno;
import io.felucca.linux.LinuxException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;

/** Turns an ingest whose digest is known into a blob that a power failure does not undo. */
final class Committer {
  private static final Logger LOG = System.getLogger("io.felucca.content");

  private final Layout layout;

  Committer(Layout layout) {
    this.layout = layout;
  }

  /**
   * Makes the bytes durable and read-only, gives them their name and removes the ingest.
   *
   * @throws Fault ALREADY_EXISTS where the blob is there, which ends the ingest too
   */
  void commit(String ref, IngestFiles ingest, IngestData data, Digest digest) throws IOException {
    if (!data.isInPlace()) {
      throw Fault.notFound("ingest ref \"%s\" was aborted while it was written", ref);
    }
    Path blob = layout.blob(digest);
    boolean exists = Files.exists(blob);
    if (!exists) {
      seal(ingest.data());
      data.sync();
      exists = !moveTo(blob, ingest.data());
    }
    removeIngest(ref, ingest);
    if (exists) {
      throw Fault.exists("content %s", digest);
    }
  }

  /** The blob is there whatever comes of this. */
  private static void removeIngest(String ref, IngestFiles ingest) {
    try {
      ingest.remove();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot remove ingest ref=" + ref, e);
    }
  }

  /** The time of the commit is the blob's time. */
  private static void seal(Path data) throws IOException {
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("r--r--r--"));
    Files.setLastModifiedTime(data, FileTime.from(Instant.now()));
  }

  /** False where somebody else was faster. */
  private static boolean moveTo(Path blob, Path data) throws IOException {
    makeFolder(blob.getParent());
    if (!renamed(data, blob)) {
      return false;
    }
    Durable.syncDirectory(blob.getParent());
    return true;
  }

  private static boolean renamed(Path data, Path blob) throws IOException {
    try {
      At.rename(data, blob, At.RENAME_NOREPLACE);
    } catch (LinuxException e) {
      if (e.is(Errno.EEXIST)) {
        return false;
      }
      if (!e.is(Errno.EINVAL)) {
        throw e;
      }
      // a file system without RENAME_NOREPLACE; the content would be the same
      At.rename(data, blob, 0);
    }
    return true;
  }

  private static void makeFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
      Durable.syncDirectory(folder.getParent());
      Durable.syncDirectory(folder.getParent().getParent());
    }
  }
}
