package io.felucca.client.archive;

import io.felucca.api.Fault;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads a tar from its beginning to its end: ustar with the extensions of POSIX pax and of GNU for
 * long names and large files.
 */
final class TarReader {
  private static final int BLOCK = 512;
  private static final int LARGEST_EXTENSION = 1 << 20;

  /**
   * One entry.
   *
   * @param name without {@code ./} in front
   * @param type the letter of the header, such as {@code 0} for a file
   * @param size of the content that follows, in bytes
   * @param link the target of a link
   */
  record Entry(String name, char type, long size, String link) {
    boolean isFile() {
      return type == '0' || type == 0 || type == '7';
    }

    boolean isLink() {
      return type == '1' || type == '2';
    }
  }

  private final InputStream in;
  private long left;
  private long padding;

  TarReader(InputStream in) {
    this.in = in;
  }

  /** The next entry; null at the end. What was not read of the one before is skipped. */
  Entry next() throws IOException {
    Map<String, String> extended = new HashMap<>();
    while (true) {
      in.skipNBytes(left + padding);
      left = 0;
      padding = 0;
      byte[] header = in.readNBytes(BLOCK);
      if (header.length == 0 || isZero(header)) {
        in.transferTo(java.io.OutputStream.nullOutputStream());
        return null;
      }
      check(header);
      Entry entry = entry(header, extended);
      open(entry.size());
      if (!extend(entry, extended)) {
        return entry;
      }
    }
  }

  /** What the entry holds; it ends where the entry does. */
  InputStream content() {
    return new Part();
  }

  private void open(long size) {
    left = size;
    padding = (BLOCK - size % BLOCK) % BLOCK;
  }

  /** Takes up an extension header, which is about the entry after it. */
  private boolean extend(Entry entry, Map<String, String> extended) throws IOException {
    switch (entry.type()) {
      case 'x' -> pax(small(entry), extended);
      case 'L' -> extended.put("path", text(small(entry), 0, (int) entry.size()));
      case 'K' -> extended.put("linkpath", text(small(entry), 0, (int) entry.size()));
      case 'g' -> small(entry);
      default -> {
        return false;
      }
    }
    return true;
  }

  private byte[] small(Entry entry) throws IOException {
    if (entry.size() > LARGEST_EXTENSION) {
      throw Fault.invalid("archive has a header of %d bytes", entry.size());
    }
    return content().readAllBytes();
  }

  /** Records of the form {@code LENGTH KEY=VALUE\n}. */
  private static void pax(byte[] bytes, Map<String, String> into) {
    int at = 0;
    while (at < bytes.length) {
      int space = at;
      while (space < bytes.length && bytes[space] != ' ') {
        space++;
      }
      int end = at + number(new String(bytes, at, space - at, StandardCharsets.US_ASCII));
      if (end <= space + 1 || end > bytes.length) {
        throw Fault.invalid("archive has a malformed pax header");
      }
      String record = new String(bytes, space + 1, end - space - 2, StandardCharsets.UTF_8);
      int equals = record.indexOf('=');
      if (equals > 0) {
        into.put(record.substring(0, equals), record.substring(equals + 1));
      }
      at = end;
    }
  }

  private static int number(String digits) {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      throw Fault.invalid("archive has a malformed pax header: length \"%s\"", digits);
    }
  }

  private static Entry entry(byte[] header, Map<String, String> extended) {
    String prefix =
        new String(header, 257, 5, StandardCharsets.US_ASCII).equals("ustar") && header[262] == 0
            ? text(header, 345, 155)
            : "";
    String name = text(header, 0, 100);
    String full = prefix.isEmpty() ? name : prefix + "/" + name;
    String path = extended.getOrDefault("path", full);
    String size = extended.get("size");
    return new Entry(
        path.startsWith("./") ? path.substring(2) : path,
        (char) header[156],
        size == null ? octal(header, 124, 12) : Long.parseLong(size),
        extended.getOrDefault("linkpath", text(header, 157, 100)));
  }

  private static String text(byte[] bytes, int from, int length) {
    int end = from;
    while (end < from + length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, from, end - from, StandardCharsets.UTF_8);
  }

  /** Octal digits, or a binary number where the first bit is set. */
  private static long octal(byte[] bytes, int from, int length) {
    if ((bytes[from] & 0x80) != 0) {
      long value = bytes[from] & 0x7f;
      for (int i = from + 1; i < from + length; i++) {
        value = value << 8 | bytes[i] & 0xff;
      }
      return value;
    }
    String digits = text(bytes, from, length).strip();
    try {
      return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    } catch (NumberFormatException e) {
      throw Fault.invalid("archive is no tar: \"%s\" is no number", digits);
    }
  }

  private static void check(byte[] header) throws IOException {
    if (header.length < BLOCK) {
      throw new EOFException("archive ends within a header");
    }
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
    }
    long said = octal(header, 148, 8);
    if (sum != said) {
      throw Fault.invalid("archive is no tar: checksum %d where %d was computed", said, sum);
    }
  }

  private static boolean isZero(byte[] header) {
    for (byte each : header) {
      if (each != 0) {
        return false;
      }
    }
    return true;
  }

  private final class Part extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int n = in.read(into, offset, (int) Math.min(length, left));
      if (n < 0) {
        throw new EOFException("archive ends " + left + " bytes before the end of an entry");
      }
      left -= n;
      return n;
    }
  }
}
