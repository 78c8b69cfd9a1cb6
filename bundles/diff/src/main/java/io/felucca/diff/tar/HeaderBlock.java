package io.felucca.diff.tar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** A ustar header block in the making: POSIX pax, "ustar Interchange Format". */
final class HeaderBlock {
  static final int NAME = 0;
  static final int MODE = 100;
  static final int UID = 108;
  static final int GID = 116;
  static final int SIZE = 124;
  static final int MODIFIED = 136;
  static final int LINK = 157;

  private static final int CHECKSUM = 148;
  private static final int TYPE = 156;
  private static final int MAGIC = 257;
  private static final int MAJOR = 329;
  private static final int MINOR = 337;
  private static final long MAX_DEVICE = 07777777;

  private final byte[] block = new byte[Header.SIZE];

  /** As much of the text as fits. */
  void text(int at, int room, byte[] text) {
    System.arraycopy(text, 0, block, at, Math.min(room, text.length));
  }

  /** Digits and a zero byte. */
  void octal(int at, int room, long value) {
    String digits = Long.toOctalString(value);
    String padded = "0".repeat(Math.max(0, room - 1 - digits.length())) + digits;
    text(at, room - 1, padded.getBytes(ISO_8859_1));
  }

  /** Large numbers in binary, as GNU tar has it: pax has no record for them. */
  void device(long major, long minor) {
    number(MAJOR, major);
    number(MINOR, minor);
  }

  private void number(int at, long value) {
    if (value <= MAX_DEVICE) {
      octal(at, 8, value);
      return;
    }
    for (int i = 0; i < 8; i++) {
      block[at + 7 - i] = (byte) (value >>> 8 * i);
    }
    block[at] = (byte) 0x80;
  }

  byte[] finish(char type) {
    block[TYPE] = (byte) type;
    text(MAGIC, 8, "ustar\00000".getBytes(ISO_8859_1));
    for (int at : new int[] {MODE, UID, GID, SIZE, MODIFIED}) {
      if (block[at] == 0) {
        octal(at, at == SIZE || at == MODIFIED ? 12 : 8, 0);
      }
    }
    text(CHECKSUM, 8, "        ".getBytes(ISO_8859_1));
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    octal(CHECKSUM, 7, sum);
    block[CHECKSUM + 6] = 0;
    return block;
  }
}
