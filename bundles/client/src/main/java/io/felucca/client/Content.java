package io.felucca.client;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.FieldPaths;
import io.felucca.api.content.ContentInfo;
import io.felucca.api.content.ContentWriter;
import io.felucca.api.content.IngestStatus;
import io.felucca.client.call.Caller;
import io.felucca.wire.content.AbortRequest;
import io.felucca.wire.content.ContentGrpc;
import io.felucca.wire.content.DeleteContentRequest;
import io.felucca.wire.content.InfoRequest;
import io.felucca.wire.content.ListContentRequest;
import io.felucca.wire.content.ListStatusesRequest;
import io.felucca.wire.content.StatusRequest;
import io.felucca.wire.content.UpdateRequest;
import io.felucca.wire.convert.ContentWire;
import io.felucca.wire.convert.Masks;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The content of a namespace: blobs by digest, and ingests that are to become blobs.
 *
 * <pre>{@code
 * for (ContentInfo blob : workspace.content().list("labels.kind==report")) {
 *   System.out.println(blob.digest() + " " + blob.size());
 * }
 * }</pre>
 *
 * <p>What nothing refers to is collected as garbage: write under a lease ({@link Workspace#lease}),
 * or give a label that keeps it.
 */
public final class Content {
  /** The largest blob that {@link #readAll} takes into memory: manifests are far smaller. */
  private static final int LARGEST = 16 << 20;

  private final Caller caller;

  Content(Caller caller) {
    this.caller = caller;
  }

  /** What is known of a blob; NOT_FOUND where it is not there. */
  public ContentInfo info(Digest digest) {
    InfoRequest request = InfoRequest.newBuilder().setDigest(digest.toString()).build();
    return ContentWire.fromWire(
        caller.ask(ContentGrpc::newBlockingStub, stub -> stub.info(request)).getInfo());
  }

  /** What is known of a blob, empty where it is not there. */
  public Optional<ContentInfo> find(Digest digest) {
    return Faults.find(() -> info(digest));
  }

  /** The blobs that match one of the filters, such as {@code labels.x==y}; all without filters. */
  public List<ContentInfo> list(String... filters) {
    var request = ListContentRequest.newBuilder().addAllFilters(List.of(filters)).build();
    return caller.list(ContentGrpc::newBlockingStub, stub -> stub.list(request)).stream()
        .flatMap(some -> some.getInfoList().stream())
        .map(ContentWire::fromWire)
        .toList();
  }

  /** Sets labels of a blob, and removes those of empty value; the others stay. */
  public ContentInfo label(Digest digest, Map<String, String> labels) {
    UpdateRequest request =
        UpdateRequest.newBuilder()
            .setInfo(
                io.felucca.wire.content.Info.newBuilder()
                    .setDigest(digest.toString())
                    .putAllLabels(labels))
            .setUpdateMask(Masks.toWire(LabelPaths.of(labels)))
            .build();
    return ContentWire.fromWire(
        caller.ask(ContentGrpc::newBlockingStub, stub -> stub.update(request)).getInfo());
  }

  /** Replaces all labels of a blob. */
  public ContentInfo replaceLabels(Digest digest, Map<String, String> labels) {
    UpdateRequest request =
        UpdateRequest.newBuilder()
            .setInfo(
                io.felucca.wire.content.Info.newBuilder()
                    .setDigest(digest.toString())
                    .putAllLabels(labels))
            .setUpdateMask(Masks.toWire(FieldPaths.of("labels")))
            .build();
    return ContentWire.fromWire(
        caller.ask(ContentGrpc::newBlockingStub, stub -> stub.update(request)).getInfo());
  }

  /** Removes a blob from the namespace; NOT_FOUND where it is not there. */
  public void delete(Digest digest) {
    var request = DeleteContentRequest.newBuilder().setDigest(digest.toString()).build();
    caller.ask(ContentGrpc::newBlockingStub, stub -> stub.delete(request));
  }

  /** Reads a blob from its beginning; NOT_FOUND at the first byte where it is not there. */
  public InputStream read(Digest digest) {
    return read(digest, 0);
  }

  /** Reads a blob from an offset; OUT_OF_RANGE where that is behind its end. */
  public InputStream read(Digest digest, long offset) {
    return new BlobStream(caller, digest, offset);
  }

  /** A whole small blob, checked against its digest; OUT_OF_RANGE above 16 MiB. */
  public byte[] readAll(Digest digest) {
    try (InputStream in = read(digest)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw Fault.outOfRange("content %s is larger than %d bytes", digest, LARGEST);
      }
      check(digest, bytes);
      return bytes;
    } catch (IOException e) {
      throw Faults.of("cannot read content " + digest, e);
    }
  }

  private static void check(Digest digest, byte[] bytes) {
    var hash = Digest.hasher(digest.algorithm());
    String hex = java.util.HexFormat.of().formatHex(hash.digest(bytes));
    if (!hex.equals(digest.hex())) {
      throw Fault.of(
          Fault.Kind.DATA_LOSS, "content %s has the digest %s:%s", digest, digest.algorithm(), hex);
    }
  }

  /**
   * Opens or resumes an ingest and locks it; where another writer holds it, waits for that a while.
   *
   * @param ref a name for it; the same name resumes it
   * @param expected digest and size where known
   * @throws Fault ALREADY_EXISTS where the expected digest is there, UNAVAILABLE where the other
   *     writer stays
   */
  public ContentWriter writer(String ref, Descriptor expected) {
    return Upload.open(caller, ref, expected);
  }

  /** Writes a blob under a name of its own; nothing happens where it is there. */
  public Descriptor write(String mediaType, byte[] bytes, Map<String, String> labels) {
    Descriptor expected = Descriptor.of(mediaType, Digest.of(bytes), bytes.length);
    String ref = "client-" + expected.digest();
    return write(ref, expected, new ByteArrayInputStream(bytes), labels, Progress.NONE);
  }

  /**
   * Writes a blob and goes on where an interrupted writing of the same reference has ended.
   *
   * @param ref a name for the ingest
   * @param expected what it must be; digest null and size 0 where unknown
   * @param from all bytes from the first one; what is there already is skipped
   * @param labels of the new blob; where the blob is there, they are added to it
   * @return what was written: with digest and size
   */
  public Descriptor write(
      String ref,
      Descriptor expected,
      InputStream from,
      Map<String, String> labels,
      Progress progress) {
    return new Uploads(this, progress).write(ref, expected, from, new TreeMap<>(labels));
  }

  /** How far an ingest has come; NOT_FOUND where there is none. */
  public IngestStatus status(String ref) {
    StatusRequest request = StatusRequest.newBuilder().setRef(ref).build();
    return ContentWire.fromWire(
        caller.ask(ContentGrpc::newBlockingStub, stub -> stub.status(request)).getStatus());
  }

  /** The ingests that match one of the filters; all without filters. */
  public List<IngestStatus> ingests(String... filters) {
    var request = ListStatusesRequest.newBuilder().addAllFilters(List.of(filters)).build();
    return caller
        .ask(ContentGrpc::newBlockingStub, stub -> stub.listStatuses(request))
        .getStatusesList()
        .stream()
        .map(ContentWire::fromWire)
        .toList();
  }

  /** Removes an ingest; NOT_FOUND where there is none. */
  public void abort(String ref) {
    AbortRequest request = AbortRequest.newBuilder().setRef(ref).build();
    caller.ask(ContentGrpc::newBlockingStub, stub -> stub.abort(request));
  }
}
