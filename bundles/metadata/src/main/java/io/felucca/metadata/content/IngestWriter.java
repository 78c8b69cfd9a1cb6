package io.felucca.metadata.content;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.content.ContentReader;
import io.felucca.api.content.ContentWriter;
import io.felucca.api.content.IngestStatus;
import io.felucca.metadata.db.Ingest;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;

/**
 * Writes an ingest of a namespace. One that stands for a blob of another namespace has no bytes of
 * its own: it is complete from the beginning, and gets a copy of the bytes when it is written to.
 */
final class IngestWriter implements ContentWriter {
  private static final int COPY_BYTES = 1 << 20;

  private final Scope scope;
  private final Ingest ingest;
  private final Descriptor descriptor;
  private final Opener opener;
  private final Commits commits;
  private final Instant openedAt = Instant.now();
  private OpenIngest open;
  private Digest committed;

  /** Opens an ingest in the backend when it is needed. */
  interface Opener {
    OpenIngest open(Scope scope, Ingest ingest, Descriptor wanted);
  }

  /**
   * @param open null where the ingest stands for the blob that {@code descriptor} describes
   */
  IngestWriter(
      Scope scope,
      Ingest ingest,
      Descriptor descriptor,
      Opener opener,
      Commits commits,
      OpenIngest open) {
    this.scope = scope;
    this.ingest = ingest;
    this.descriptor = descriptor;
    this.opener = opener;
    this.commits = commits;
    this.open = open;
  }

  @Override
  public IngestStatus status() {
    if (open == null) {
      return new IngestStatus(
          ingest.ref(),
          descriptor.size(),
          descriptor.size(),
          descriptor.digest(),
          openedAt,
          openedAt);
    }
    IngestStatus status = open.writer().status();
    return new IngestStatus(
        ingest.ref(),
        status.offset(),
        status.total(),
        status.expected(),
        status.startedAt(),
        status.updatedAt());
  }

  @Override
  public Digest digest() {
    if (committed != null) {
      return committed;
    }
    return open == null ? descriptor.digest() : open.writer().digest();
  }

  @Override
  public void write(ByteBuffer bytes) {
    if (open == null) {
      if (!bytes.hasRemaining()) {
        return;
      }
      copyUp(descriptor.size());
    }
    open.writer().write(bytes);
  }

  @Override
  public void truncate(long size) {
    if (open != null) {
      open.writer().truncate(size);
    } else if (size > descriptor.size()) {
      throw Fault.outOfRange("cannot truncate %d bytes to %d", descriptor.size(), size);
    } else {
      copyUp(size);
    }
  }

  /** Gives the ingest bytes of its own: the first {@code size} of the blob. */
  private void copyUp(long size) {
    Descriptor wanted = Descriptor.of(descriptor.mediaType(), null, size);
    OpenIngest opened = opener.open(scope, ingest, wanted);
    try (ContentReader reader = opened.store().reader(scope, descriptor)) {
      opened.writer().truncate(0);
      copy(reader, opened.writer(), size);
    } catch (RuntimeException | Error e) {
      opened.close();
      throw e;
    }
    open = opened;
  }

  private static void copy(ContentReader from, ContentWriter to, long size) {
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(size, COPY_BYTES));
    for (long at = 0; at < size; at += buffer.limit()) {
      buffer.clear().limit((int) Math.min(size - at, buffer.capacity()));
      if (from.read(buffer, at) <= 0) {
        throw Fault.of(Fault.Kind.DATA_LOSS, "blob ends at %d of %d bytes", at, size);
      }
      to.write(buffer.flip());
    }
  }

  @Override
  public void commit(long size, Digest expected, Map<String, String> labels) {
    ContentWriter writer = open == null ? null : open.writer();
    committed =
        commits.commit(
            new Commits.Request(scope, ingest, descriptor, writer, size, expected, labels));
  }

  @Override
  public void close() {
    if (open != null) {
      open.close();
    }
  }
}
