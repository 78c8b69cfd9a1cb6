package io.felucca.content;

import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.content.ContentReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reads a blob's file; goes on when the blob is deleted meanwhile. */
final class LocalReader implements ContentReader {
  private final Digest digest;
  private final FileChannel channel;
  private final long size;

  private LocalReader(Digest digest, FileChannel channel, long size) {
    this.digest = digest;
    this.channel = channel;
    this.size = size;
  }

  static LocalReader open(Digest digest, Path blob) {
    try {
      FileChannel channel = FileChannel.open(blob, StandardOpenOption.READ);
      return new LocalReader(digest, channel, channel.size());
    } catch (NoSuchFileException e) {
      throw Fault.notFound("content %s", digest);
    } catch (IOException e) {
      throw Failures.of("open content " + digest, e);
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int read(ByteBuffer into, long offset) {
    if (offset < 0) {
      throw Fault.outOfRange("read of content %s at negative offset %d", digest, offset);
    }
    try {
      return fill(into, offset);
    } catch (IOException e) {
      throw Failures.of("read content " + digest, e);
    }
  }

  private int fill(ByteBuffer into, long offset) throws IOException {
    int total = 0;
    while (into.hasRemaining()) {
      int count = channel.read(into, offset + total);
      if (count < 0) {
        break;
      }
      total += count;
    }
    return total == 0 && offset >= size ? -1 : total;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw Failures.of("close content " + digest, e);
    }
  }
}
