package io.felucca.content;

import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.content.ContentWriter;
import io.felucca.api.content.IngestStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;

/** Writes one ingest, whose reference it keeps locked. Labels are left to the metadata above. */
final class LocalWriter implements ContentWriter {
  private final String ref;
  private final IngestFiles files;
  private final IngestData data;
  private final Committer committer;
  private final RefLock lock;
  private final Digest expected;
  private final long total;
  private final Instant startedAt;
  private Instant updatedAt;
  private boolean open = true;

  LocalWriter(Ingest ingest, Committer committer) {
    this.ref = ingest.status().ref();
    this.files = ingest.files();
    this.data = ingest.data();
    this.lock = ingest.lock();
    this.committer = committer;
    this.expected = ingest.status().expected();
    this.total = ingest.status().total();
    this.startedAt = ingest.status().startedAt();
    this.updatedAt = ingest.status().updatedAt();
  }

  @Override
  public IngestStatus status() {
    return new IngestStatus(ref, data.size(), total, expected, startedAt, updatedAt);
  }

  @Override
  public Digest digest() {
    requireOpen("digest");
    try {
      return data.digest();
    } catch (IOException e) {
      throw Failures.of("hash ingest " + ref, e);
    }
  }

  @Override
  public void write(ByteBuffer bytes) {
    requireOpen("write");
    try {
      data.append(bytes);
      updatedAt = Instant.now();
    } catch (IOException e) {
      throw Failures.of("write ingest " + ref, e);
    }
  }

  @Override
  public void truncate(long size) {
    requireOpen("truncate");
    if (size < 0 || size > data.size()) {
      throw Fault.outOfRange("truncate ingest %s to %d, it has %d", ref, size, data.size());
    }
    try {
      data.truncate(size);
      updatedAt = Instant.now();
    } catch (IOException e) {
      throw Failures.of("truncate ingest " + ref, e);
    }
  }

  /** Ends this writer whatever comes of it; where it fails the ingest can be resumed. */
  @Override
  public void commit(long size, Digest wanted, Map<String, String> labels) {
    requireOpen("commit");
    try {
      check(size, wanted);
      committer.commit(ref, files, data, digestLike(wanted));
    } catch (IOException e) {
      throw Failures.of("commit ingest " + ref, e);
    } finally {
      release();
    }
  }

  private void check(long size, Digest wanted) throws IOException {
    if (size > 0 && size != data.size()) {
      throw Fault.precondition("unexpected commit size %d, expected %d", data.size(), size);
    }
    if (wanted != null && !wanted.equals(digestLike(wanted))) {
      throw Fault.precondition(
          "unexpected commit digest %s, expected %s", digestLike(wanted), wanted);
    }
  }

  private Digest digestLike(Digest wanted) throws IOException {
    return wanted == null ? data.digest() : data.digest(wanted.algorithm());
  }

  private void requireOpen(String what) {
    if (!open) {
      throw Fault.precondition("cannot %s on closed writer of %s", what, ref);
    }
  }

  /** The bytes are made durable, so that a resume after a power failure finds them. */
  @Override
  public void close() {
    if (!open) {
      return;
    }
    try {
      if (data.isOpen() && data.isInPlace()) {
        data.sync();
        files.writeUpdatedAt(updatedAt);
      }
    } catch (IOException e) {
      throw Failures.of("close ingest " + ref, e);
    } finally {
      release();
    }
  }

  private void release() {
    open = false;
    try (lock) {
      data.close();
    } catch (IOException e) {
      throw Failures.of("close ingest " + ref, e);
    }
  }
}
