package io.felucca.api.content;

import io.felucca.api.plugin.Held;
import java.nio.ByteBuffer;

/** A reader that keeps the content store that it reads from alive until it is closed. */
public record HeldReader(Held<ContentStore> held, ContentReader reader) implements ContentReader {
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
