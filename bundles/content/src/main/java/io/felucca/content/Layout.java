package io.felucca.content;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.felucca.api.Digest;
import java.nio.file.Path;

/**
 * Where things lie under the store's root; the same as in containerd's local store.
 *
 * <pre>
 * blobs/ALGORITHM/HEX                 a blob, read-only
 * ingest/SHA256-OF-REF/data           the bytes that have come
 *                     /ref            the reference itself
 *                     /startedat, updatedat, total
 * locks/SHA256-OF-REF                 locked while the reference is written
 * </pre>
 */
record Layout(Path root) {
  Path blobs() {
    return root.resolve("blobs");
  }

  Path blob(Digest digest) {
    return blobs().resolve(digest.algorithm()).resolve(digest.hex());
  }

  Path ingests() {
    return root.resolve("ingest");
  }

  Path ingest(String ref) {
    return ingests().resolve(nameOf(ref));
  }

  Path locks() {
    return root.resolve("locks");
  }

  Path lock(String ref) {
    return locks().resolve(nameOf(ref));
  }

  /** A hash keeps names short whatever the reference is. */
  private static String nameOf(String ref) {
    return Digest.of(ref.getBytes(UTF_8)).hex();
  }
}
