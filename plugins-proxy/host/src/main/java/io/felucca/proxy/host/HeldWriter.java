package io.felucca.proxy.host;

import io.felucca.api.Digest;
import io.felucca.api.content.ContentStore;
import io.felucca.api.content.ContentWriter;
import io.felucca.api.content.IngestStatus;
import io.felucca.api.plugin.Held;
import java.nio.ByteBuffer;
import java.util.Map;

/** A writer that keeps its content store alive. */
record HeldWriter(Held<ContentStore> held, ContentWriter writer) implements ContentWriter {
  @Override
  public IngestStatus status() {
    return writer.status();
  }

  @Override
  public Digest digest() {
    return writer.digest();
  }

  @Override
  public void write(ByteBuffer bytes) {
    writer.write(bytes);
  }

  @Override
  public void truncate(long size) {
    writer.truncate(size);
  }

  @Override
  public void commit(long size, Digest expected, Map<String, String> labels) {
    writer.commit(size, expected, labels);
  }

  @Override
  public void close() {
    try (held) {
      writer.close();
    }
  }
}
