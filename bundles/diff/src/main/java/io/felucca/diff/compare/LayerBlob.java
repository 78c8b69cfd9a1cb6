package io.felucca.diff.compare;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.FieldPaths;
import io.felucca.api.Scope;
import io.felucca.api.content.ContentInfo;
import io.felucca.api.content.ContentStore;
import io.felucca.api.content.ContentWriter;
import io.felucca.api.diff.DiffOptions;
import io.felucca.diff.stream.Compression;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** The new layer as content: its ingest, its labels, and what remains when it fails. */
final class LayerBlob {
  private static final String UNCOMPRESSED = "containerd.io/uncompressed";

  private final ContentStore store;
  private final Scope scope;
  private final DiffOptions options;
  private final Compression compression;
  private final String ref;

  LayerBlob(ContentStore store, Scope scope, DiffOptions options, Compression compression) {
    this.store = store;
    this.scope = scope;
    this.options = options;
    this.compression = compression;
    this.ref = options.ref().isEmpty() ? uniqueRef() : options.ref();
  }

  private static String uniqueRef() {
    byte[] random = new byte[6];
    new SecureRandom().nextBytes(random);
    return System.currentTimeMillis()
        + "-"
        + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  Descriptor write(Differences differences) throws IOException {
    try {
      return writeAndCommit(differences);
    } catch (IOException | RuntimeException e) {
      abort(e);
      throw e;
    }
  }

  private Descriptor writeAndCommit(Differences differences) throws IOException {
    Descriptor expected = Descriptor.of(compression.mediaType(), null, 0);
    try (ContentWriter writer = store.writer(scope, ref, expected)) {
      if (writer.status().offset() > 0) {
        writer.truncate(0);
      }
      Digest diffId = differences.writeTo(writer);
      Digest digest = writer.digest();
      long size = writer.status().offset();
      commit(writer, digest, diffId);
      return Descriptor.of(compression.mediaType(), digest, size);
    }
  }

  private void commit(ContentWriter writer, Digest digest, Digest diffId) {
    Map<String, String> labels = new HashMap<>(options.labels());
    labels.put(UNCOMPRESSED, diffId.toString());
    try {
      writer.commit(0, digest, labels);
    } catch (Fault fault) {
      if (fault.kind() != Fault.Kind.ALREADY_EXISTS) {
        throw fault;
      }
      labelOld(digest, diffId);
    }
  }

  /** The same blob may have come without the label. */
  private void labelOld(Digest digest, Digest diffId) {
    ContentInfo info = store.info(scope, digest);
    if (!info.labels().containsKey(UNCOMPRESSED)) {
      Map<String, String> label = Map.of(UNCOMPRESSED, diffId.toString());
      ContentInfo labelled =
          new ContentInfo(digest, info.size(), info.createdAt(), info.updatedAt(), label);
      store.update(scope, labelled, FieldPaths.of("labels." + UNCOMPRESSED));
    }
  }

  /** An ingest of our own choice is of no use to anybody else. */
  private void abort(Exception cause) {
    if (options.ref().isEmpty()) {
      try {
        store.abort(scope, ref);
      } catch (Fault fault) {
        if (fault.kind() != Fault.Kind.NOT_FOUND) {
          cause.addSuppressed(fault);
        }
      }
    }
  }
}
