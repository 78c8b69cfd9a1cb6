package io.felucca.client.archive;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import java.io.InputStream;

/** Where the blobs of an archive go. */
public interface BlobSink {
  /**
   * Takes a blob.
   *
   * @param mediaType empty where unknown
   * @param digest null where unknown
   * @param size in bytes
   * @return what it is: with its digest
   */
  Descriptor put(String mediaType, Digest digest, long size, InputStream from);
}
