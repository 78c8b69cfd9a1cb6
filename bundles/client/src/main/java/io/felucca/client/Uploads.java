package io.felucca.client;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.client.Progress.Step;
import io.felucca.client.Progress.What;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Map;

/** Writes whole blobs. */
final class Uploads {
  private static final int CHUNK = 1 << 20;

  private final Content content;
  private final Progress progress;

  Uploads(Content content, Progress progress) {
    this.content = content;
    this.progress = progress;
  }

  Descriptor write(String ref, Descriptor expected, InputStream from, Map<String, String> labels) {
    Descriptor written;
    try {
      written = tryToWrite(ref, expected, from, labels);
    } catch (Fault fault) {
      if (fault.kind() != Fault.Kind.ALREADY_EXISTS || expected.digest() == null) {
        throw fault;
      }
      written = existing(expected, labels);
    } catch (IOException e) {
      throw Faults.of("cannot read what is to be written to " + ref, e);
    }
    progress.step(
        new Step(What.WRITTEN, written.digest().toString(), written.size(), written.size()));
    return written;
  }

  private Descriptor existing(Descriptor expected, Map<String, String> labels) {
    long size =
        labels.isEmpty()
            ? content.info(expected.digest()).size()
            : content.label(expected.digest(), labels).size();
    return new Descriptor(expected.mediaType(), expected.digest(), size, expected.annotations());
  }

  private Descriptor tryToWrite(
      String ref, Descriptor expected, InputStream from, Map<String, String> labels)
      throws IOException {
    try (Upload upload = (Upload) content.writer(ref, expected)) {
      if (expected.digest() == null) {
        return writeUnknown(upload, expected, from, labels);
      }
      from.skipNBytes(upload.offset());
      copy(upload, from, expected, null);
      upload.commit(expected.size(), expected.digest(), labels);
      return new Descriptor(
          expected.mediaType(), expected.digest(), upload.offset(), expected.annotations());
    }
  }

  /** Nobody knows what an earlier writing of the same name has left: it starts anew. */
  private Descriptor writeUnknown(
      Upload upload, Descriptor expected, InputStream from, Map<String, String> labels)
      throws IOException {
    if (upload.offset() > 0) {
      upload.truncate(0);
    }
    MessageDigest hash = Digest.sha256();
    copy(upload, from, expected, hash);
    long size = upload.offset();
    Digest digest = Digest.of(hash);
    Descriptor written = new Descriptor(expected.mediaType(), digest, size, expected.annotations());
    try {
      upload.commit(size, digest, labels);
      return written;
    } catch (Fault fault) {
      if (fault.kind() != Fault.Kind.ALREADY_EXISTS) {
        throw fault;
      }
      return existing(written, labels);
    }
  }

  private void copy(Upload upload, InputStream from, Descriptor expected, MessageDigest hash)
      throws IOException {
    String subject = expected.digest() == null ? "" : expected.digest().toString();
    byte[] bytes = new byte[CHUNK];
    for (int n = from.readNBytes(bytes, 0, CHUNK); n > 0; n = from.readNBytes(bytes, 0, CHUNK)) {
      if (hash != null) {
        hash.update(bytes, 0, n);
      }
      upload.write(ByteBuffer.wrap(bytes, 0, n));
      progress.step(new Step(What.WRITING, subject, upload.offset(), expected.size()));
    }
  }
}
