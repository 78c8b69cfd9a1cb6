package io.felucca.client.archive;

import io.felucca.api.Fault;
import io.felucca.oci.image.MediaTypes;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** How a stream is compressed, by its first bytes. */
enum Compression {
  NONE(MediaTypes.DOCKER_LAYER),
  /** RFC 1952. */
  GZIP(MediaTypes.DOCKER_LAYER_GZIP),
  /** RFC 8878. */
  ZSTD(MediaTypes.DOCKER_LAYER_ZSTD);

  private static final int BUFFER = 64 << 10;

  private final String layerType;

  Compression(String layerType) {
    this.layerType = layerType;
  }

  /** The media type of a layer of Docker's that is compressed so. */
  String layerType() {
    return layerType;
  }

  /** Looks at the first bytes, which stay to be read. */
  static Compression of(BufferedInputStream in) throws IOException {
    in.mark(4);
    byte[] first = in.readNBytes(4);
    in.reset();
    if (starts(first, 0x1f, 0x8b)) {
      return GZIP;
    }
    return starts(first, 0x28, 0xb5, 0x2f, 0xfd) ? ZSTD : NONE;
  }

  /** What the stream holds; zstd, for which the Java platform has nothing, is UNIMPLEMENTED. */
  static InputStream decompressed(InputStream from) throws IOException {
    BufferedInputStream in = new BufferedInputStream(from, BUFFER);
    return switch (of(in)) {
      case NONE -> in;
      case GZIP -> new GZIPInputStream(in, BUFFER);
      case ZSTD ->
          throw Fault.unimplemented("the archive is compressed with zstd: decompress it first");
    };
  }

  private static boolean starts(byte[] bytes, int... with) {
    for (int i = 0; i < with.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xff) != with[i]) {
        return false;
      }
    }
    return true;
  }
}
