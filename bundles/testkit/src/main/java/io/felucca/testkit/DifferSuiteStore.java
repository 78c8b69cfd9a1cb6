package io.felucca.testkit;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.FieldPaths;
import io.felucca.api.Scope;
import io.felucca.api.container.Containers;
import io.felucca.api.content.ContentInfo;
import io.felucca.api.content.ContentReader;
import io.felucca.api.content.ContentStore;
import io.felucca.api.content.ContentWriter;
import io.felucca.api.content.IngestStatus;
import io.felucca.api.filter.Filter;
import io.felucca.api.image.Images;
import io.felucca.api.lease.Leases;
import io.felucca.api.metadata.Metadata;
import io.felucca.api.namespace.Namespaces;
import io.felucca.api.snapshot.Snapshotter;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Content in memory, with labels: what a differ needs of the namespaced world. */
final class DifferSuiteStore implements ContentStore, Metadata {
  private record Blob(byte[] bytes, Map<String, String> labels) {}

  private final Map<Digest, Blob> blobs = new TreeMap<>();
  private final Map<String, Writer> ingests = new HashMap<>();

  /** Puts bytes under a digest, which need not be theirs. */
  void put(Digest digest, byte[] bytes) {
    blobs.put(digest, new Blob(bytes, Map.of()));
  }

  byte[] get(Digest digest) {
    return blob(digest).bytes;
  }

  int openIngests() {
    return ingests.size();
  }

  private Blob blob(Digest digest) {
    Blob blob = blobs.get(digest);
    if (blob == null) {
      throw Fault.notFound("content %s", digest);
    }
    return blob;
  }

  @Override
  public ContentInfo info(Scope scope, Digest digest) {
    Blob blob = blob(digest);
    Instant now = Instant.now();
    return new ContentInfo(digest, blob.bytes.length, now, now, blob.labels);
  }

  @Override
  public ContentInfo update(Scope scope, ContentInfo info, FieldPaths paths) {
    Map<String, String> labels = new HashMap<>(blob(info.digest()).labels);
    labels.putAll(info.labels());
    blobs.put(info.digest(), new Blob(blob(info.digest()).bytes, labels));
    return info(scope, info.digest());
  }

  @Override
  public void list(Scope scope, Filter filter, Consumer<ContentInfo> to) {
    blobs.keySet().forEach(digest -> to.accept(info(scope, digest)));
  }

  @Override
  public void delete(Scope scope, Digest digest) {
    blobs.remove(digest);
  }

  @Override
  public ContentReader reader(Scope scope, Descriptor descriptor) {
    byte[] bytes = blob(descriptor.digest()).bytes;
    return new ContentReader() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public int read(ByteBuffer into, long offset) {
        int count = Math.min(into.remaining(), bytes.length - (int) offset);
        if (count <= 0) {
          return -1;
        }
        into.put(bytes, (int) offset, count);
        return count;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public ContentWriter writer(Scope scope, String ref, Descriptor expected) {
    return ingests.computeIfAbsent(ref, Writer::new);
  }

  @Override
  public IngestStatus status(Scope scope, String ref) {
    return ingests.get(ref).status();
  }

  @Override
  public List<IngestStatus> statuses(Scope scope, Filter filter) {
    return ingests.values().stream().map(Writer::status).toList();
  }

  @Override
  public void abort(Scope scope, String ref) {
    if (ingests.remove(ref) == null) {
      throw Fault.notFound("ingest ref \"%s\"", ref);
    }
  }

  private final class Writer implements ContentWriter {
    private final String ref;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Writer(String ref) {
      this.ref = ref;
    }

    @Override
    public IngestStatus status() {
      Instant now = Instant.now();
      return new IngestStatus(ref, bytes.size(), 0, null, now, now);
    }

    @Override
    public Digest digest() {
      return Digest.of(bytes.toByteArray());
    }

    @Override
    public void write(ByteBuffer from) {
      byte[] piece = new byte[from.remaining()];
      from.get(piece);
      bytes.writeBytes(piece);
    }

    @Override
    public void truncate(long size) {
      bytes.reset();
    }

    @Override
    public void commit(long size, Digest expected, Map<String, String> labels) {
      ingests.remove(ref);
      if (blobs.putIfAbsent(digest(), new Blob(bytes.toByteArray(), labels)) != null) {
        throw Fault.exists("content %s", digest());
      }
    }

    @Override
    public void close() {}
  }

  // ---- the rest of the namespaced world is not there

  @Override
  public ContentStore content() {
    return this;
  }

  @Override
  public Snapshotter snapshotter(String id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Images images() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Containers containers() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Leases leases() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Namespaces namespaces() {
    throw new UnsupportedOperationException();
  }
}
