package io.felucca.client.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes a tar of regular files with short names: ustar, nothing of this machine in it. */
final class TarWriter {
  private static final int BLOCK = 512;
  private static final long LARGEST_OCTAL = 1L << 33;

  private final OutputStream out;

  TarWriter(OutputStream out) {
    this.out = out;
  }

  void file(String name, byte[] content) throws IOException {
    file(name, content.length, new java.io.ByteArrayInputStream(content));
  }

  /** Writes a file; an error where its content has another size. */
  void file(String name, long size, InputStream content) throws IOException {
    out.write(header(name, size));
    long copied = content.transferTo(out);
    if (copied != size) {
      throw new IOException(name + " has " + copied + " bytes instead of " + size);
    }
    out.write(new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)]);
  }

  void finish() throws IOException {
    out.write(new byte[2 * BLOCK]);
    out.flush();
  }

  private static byte[] header(String name, long size) {
    byte[] header = new byte[BLOCK];
    put(header, 0, name);
    put(header, 100, "0000644\0");
    put(header, 108, "0000000\0");
    put(header, 116, "0000000\0");
    size(header, size);
    put(header, 136, "00000000000\0");
    put(header, 148, "        ");
    header[156] = '0';
    put(header, 257, "ustar\00000");
    int sum = 0;
    for (byte each : header) {
      sum += each & 0xff;
    }
    put(header, 148, "%06o\0 ".formatted(sum));
    return header;
  }

  /** Eleven octal digits, or a binary number where they are too few. */
  private static void size(byte[] header, long size) {
    if (size < LARGEST_OCTAL) {
      put(header, 124, "%011o\0".formatted(size));
      return;
    }
    header[124] = (byte) 0x80;
    for (int i = 0; i < Long.BYTES; i++) {
      header[135 - i] = (byte) (size >> (8 * i));
    }
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
