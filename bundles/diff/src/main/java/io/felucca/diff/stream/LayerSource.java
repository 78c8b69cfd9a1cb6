package io.felucca.diff.stream;

import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.content.ContentReader;
import io.felucca.linux.LibcryptoDigest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;

/** A blob's bytes from first to last, hashed on the way. */
final class LayerSource {
  private final ContentReader reader;
  private final Digest expected;
  private final MessageDigest hash;
  private long offset;
  private Digest found;

  LayerSource(ContentReader reader, Digest expected) {
    this.reader = reader;
    this.expected = expected;
    this.hash = LibcryptoDigest.insteadOf(Digest.hasher(expected.algorithm()));
  }

  /** Reads as much as comes at once; -1 at the end. */
  int read(ByteBuffer into) {
    int from = into.position();
    int count = reader.read(into, offset);
    if (count > 0) {
      offset += count;
      hash.update(into.duplicate().limit(into.position()).position(from));
    }
    return count;
  }

  boolean isSha256() {
    return expected.algorithm().equals("sha256");
  }

  long offset() {
    return offset;
  }

  /** Reads what is left, so that the digest covers the whole blob, and compares it. */
  void verify(ByteBuffer scratch) {
    while (read(scratch.clear()) > 0) {
      // only the hash is wanted
    }
    if (!digest().equals(expected)) {
      throw Fault.precondition(
          "unexpected layer digest %s, expected %s: the content is damaged", digest(), expected);
    }
  }

  /** The digest of all bytes; only after {@link #verify}. */
  Digest digest() {
    if (found == null) {
      found = new Digest(expected.algorithm(), HexFormat.of().formatHex(hash.digest()));
    }
    return found;
  }
}
