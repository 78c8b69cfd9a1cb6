package io.felucca.content;

import io.felucca.api.Digest;
import io.felucca.linux.LibcryptoDigest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * The bytes of an ingest together with their running hash.
 *
 * <p>The file is the truth: after an interrupted write the hash is taken again from what is there.
 */
final class IngestData implements AutoCloseable {
  /** Bytes on the heap travel through a buffer of this size that the JDK keeps for each thread. */
  private static final int PIECE = 256 << 10;

  private final Path file;
  private final FileChannel channel;
  private final Hashing hashing;
  private String algorithm;
  private MessageDigest hash;
  private long size;

  private IngestData(Path file, FileChannel channel, Hashing hashing, String algorithm) {
    this.file = file;
    this.channel = channel;
    this.hashing = hashing;
    this.algorithm = algorithm;
  }

  /** Opens the file and hashes what is in it. */
  static IngestData open(Path file, Hashing hashing, String algorithm) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    IngestData data = new IngestData(file, channel, hashing, algorithm);
    try {
      data.rehash(algorithm);
      return data;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  long size() {
    return size;
  }

  /** The digest of all bytes; one of another algorithm costs reading them again. */
  Digest digest(String wanted) throws IOException {
    if (hash == null || !wanted.equals(algorithm)) {
      rehash(wanted);
    }
    return new Digest(algorithm, HexFormat.of().formatHex(current()));
  }

  Digest digest() throws IOException {
    return digest(algorithm);
  }

  private byte[] current() throws IOException {
    try {
      return ((MessageDigest) hash.clone()).digest();
    } catch (CloneNotSupportedException e) {
      rehash(algorithm);
      MessageDigest finished = hash;
      hash = null;
      return finished.digest();
    }
  }

  private void rehash(String wanted) throws IOException {
    MessageDigest fresh = hasher(wanted);
    ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, channel.size()));
    long at = 0;
    for (int n; (n = channel.read(piece.clear(), at)) > 0; at += n) {
      fresh.update(piece.flip());
    }
    algorithm = wanted;
    hash = fresh;
    size = at;
  }

  private static MessageDigest hasher(String algorithm) {
    return LibcryptoDigest.insteadOf(Digest.hasher(algorithm));
  }

  /** Appends all remaining bytes or, where that fails, none. */
  void append(ByteBuffer bytes) throws IOException {
    if (hash == null) {
      rehash(algorithm);
    }
    Hashing.Task hashed = hashing.feed(hash, bytes);
    try {
      int count = bytes.remaining();
      writeAll(bytes);
      size += count;
    } catch (IOException | RuntimeException e) {
      hashed.join();
      takeBack(e);
      throw e;
    }
    hashed.join();
  }

  private void writeAll(ByteBuffer bytes) throws IOException {
    ByteBuffer rest = bytes.duplicate();
    long at = size;
    while (rest.hasRemaining()) {
      int end = rest.isDirect() ? bytes.limit() : Math.min(bytes.limit(), rest.position() + PIECE);
      at += channel.write(rest.limit(end), at);
      rest.limit(bytes.limit());
    }
    bytes.position(bytes.limit());
  }

  private void takeBack(Exception cause) {
    hash = null;
    try {
      channel.truncate(size);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  void truncate(long to) throws IOException {
    channel.truncate(to);
    size = to;
    hash = to == 0 ? hasher(algorithm) : null;
  }

  /** Makes the bytes durable. */
  void sync() throws IOException {
    channel.force(true);
  }

  /** Whether the name still leads to this file: an abort may have removed it. */
  boolean isInPlace() {
    return Files.exists(file);
  }

  /** False after an interrupt during a read or write, which closes a file. */
  boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
