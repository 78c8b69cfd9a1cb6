package io.felucca.proxy.host;

import io.felucca.api.content.ContentReader;
import io.felucca.api.content.ContentStore;
import io.felucca.api.plugin.Held;
import java.nio.ByteBuffer;

/** A reader that keeps its content store alive. */
record HeldReader(Held<ContentStore> held, ContentReader reader) implements ContentReader {
  @Override
  public long size() {
    return reader.size();
  }

  @Override
  public int read(ByteBuffer into, long offset) {
    return reader.read(into, offset);
  }

  @Override
  public void close() {
    try (held) {
      reader.close();
    }
  }
}
