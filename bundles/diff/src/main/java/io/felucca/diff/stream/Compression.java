package io.felucca.diff.stream;

import io.felucca.api.Fault;
import java.nio.ByteBuffer;

/** How a new layer is compressed. */
public enum Compression {
  NONE(LayerType.TAR),
  GZIP(LayerType.TAR_GZIP),
  ZSTD(LayerType.TAR_ZSTD);

  private final String mediaType;

  Compression(String mediaType) {
    this.mediaType = mediaType;
  }

  public String mediaType() {
    return mediaType;
  }

  /** What a media type asks for; gzip where it is empty, UNIMPLEMENTED where it is none of ours. */
  public static Compression of(String mediaType) {
    if (mediaType.isEmpty()) {
      return GZIP;
    }
    for (Compression compression : values()) {
      if (compression.mediaType.equals(mediaType)) {
        return compression;
      }
    }
    throw Fault.unimplemented("unsupported diff media type: %s", mediaType);
  }

  /**
   * @param room a direct buffer to compress into
   */
  Encoder encoder(Sink sink, ByteBuffer room) {
    return switch (this) {
      case NONE -> sink::write;
      case GZIP -> new GzipEncoder(sink);
      case ZSTD -> new ZstdEncoder(sink, room);
    };
  }

  /** Where compressed bytes go. */
  @FunctionalInterface
  interface Sink {
    void write(ByteBuffer bytes);
  }
}
