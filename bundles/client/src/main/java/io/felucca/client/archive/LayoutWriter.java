package io.felucca.client.archive;

import io.felucca.api.Digest;
import io.felucca.oci.image.ImageDescriptor;
import io.felucca.oci.image.Index;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Writes an OCI image layout as a tar. */
public final class LayoutWriter {
  private final TarWriter tar;
  private final Set<Digest> written = new HashSet<>();

  public LayoutWriter(OutputStream out) throws IOException {
    tar = new TarWriter(out);
    tar.file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8));
  }

  /** Whether a blob is in it already. */
  public boolean has(Digest digest) {
    return written.contains(digest);
  }

  /** Adds a blob. */
  public void blob(Digest digest, long size, InputStream content) throws IOException {
    written.add(digest);
    tar.file("blobs/" + digest.algorithm() + "/" + digest.hex(), size, content);
  }

  /** Ends it with its images. */
  public void finish(List<ImageDescriptor> images) throws IOException {
    tar.file("index.json", Index.of(images).toBytes());
    tar.finish();
  }
}
