package io.felucca.diff.tar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.felucca.api.Fault;
import io.felucca.linux.FileName;
import java.util.Arrays;

/** A header block: 512 bytes, of the Unix V7, ustar, star or GNU kind. */
record Header(byte[] block) {
  static final int SIZE = 512;

  private static final int CHECKSUM = 148;
  private static final int MAGIC = 257;

  boolean isZero() {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /** Either sum is right: some programs have added signed bytes. */
  boolean hasRightSum() {
    long unsigned = 0;
    long signed = 0;
    for (int i = 0; i < SIZE; i++) {
      byte b = i >= CHECKSUM && i < CHECKSUM + 8 ? (byte) ' ' : block[i];
      unsigned += b & 0xff;
      signed += b;
    }
    long sum = number(CHECKSUM, 8);
    return sum == unsigned || sum == signed;
  }

  char type() {
    return (char) (block[156] & 0xff);
  }

  /** With the prefix, which GNU's own kind has not. */
  String name() {
    String name = text(0, 100);
    String prefix = magic("ustar\0") ? text(345, isStar() ? 131 : 155) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private boolean isStar() {
    return new String(block, 508, 4, ISO_8859_1).equals("tar\0");
  }

  boolean isGnu() {
    return magic("ustar  \0");
  }

  private boolean magic(String magic) {
    return new String(block, MAGIC, magic.length(), ISO_8859_1).equals(magic);
  }

  private boolean hasDevice() {
    return magic("ustar");
  }

  String link() {
    return text(157, 100);
  }

  int mode() {
    return (int) number(100, 8) & 07777;
  }

  long uid() {
    return number(108, 8);
  }

  long gid() {
    return number(116, 8);
  }

  long size() {
    return number(124, 12);
  }

  long modified() {
    return number(136, 12);
  }

  long major() {
    return hasDevice() ? number(329, 8) : 0;
  }

  long minor() {
    return hasDevice() ? number(337, 8) : 0;
  }

  /** Text up to the first zero byte. */
  private String text(int from, int length) {
    int end = from;
    while (end < from + length && block[end] != 0) {
      end++;
    }
    return FileName.decode(Arrays.copyOfRange(block, from, end));
  }

  /** Octal digits, or a big-endian number where the first bit is set. */
  long number(int from, int length) {
    return (block[from] & 0x80) != 0 ? binary(from, length) : octal(from, length);
  }

  private long binary(int from, int length) {
    boolean negative = (block[from] & 0x40) != 0;
    long value = negative ? -1L << 6 | block[from] & 0x3f : block[from] & 0x3f;
    for (int i = from + 1; i < from + length; i++) {
      if (value >= 1L << 55 || value < -1L << 55) {
        throw Fault.invalid("invalid tar header: number at byte %d exceeds 64 bits", from);
      }
      value = value << 8 | block[i] & 0xff;
    }
    return value;
  }

  private long octal(int from, int length) {
    String digits = new String(block, from, length, ISO_8859_1).replace('\0', ' ').trim();
    if (digits.isEmpty()) {
      return 0;
    }
    try {
      return Long.parseLong(digits.substring(0, endOfWord(digits)), 8);
    } catch (NumberFormatException e) {
      throw Fault.invalid("invalid tar header: \"%s\" at byte %d is no octal number", digits, from);
    }
  }

  private static int endOfWord(String digits) {
    int space = digits.indexOf(' ');
    return space < 0 ? digits.length() : space;
  }
}
