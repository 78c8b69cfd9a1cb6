package io.felucca.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * Makes tar archives for tests, member by member, invalid ones too. What is set before a member
 * holds for that member only.
 */
public final class DifferSuiteArchive {
  private static final int BLOCK = 512;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Map<String, byte[]> pax = new LinkedHashMap<>();
  private int mode = -1;
  private long uid;
  private long gid;
  private long time = 1_600_000_000;

  /** Permissions of the next member, instead of 0644 or 0755. */
  public DifferSuiteArchive mode(int value) {
    mode = value;
    return this;
  }

  public DifferSuiteArchive owner(long user, long group) {
    uid = user;
    gid = group;
    return this;
  }

  /** Seconds since 1970. */
  public DifferSuiteArchive time(long seconds) {
    time = seconds;
    return this;
  }

  /** A pax record of the next member. */
  public DifferSuiteArchive pax(String key, String value) {
    return pax(key, value.getBytes(UTF_8));
  }

  public DifferSuiteArchive pax(String key, byte[] value) {
    pax.put(key, value);
    return this;
  }

  public DifferSuiteArchive xattr(String name, byte[] value) {
    return pax("SCHILY.xattr." + name, value);
  }

  public DifferSuiteArchive file(String name, String content) {
    return file(name, content.getBytes(UTF_8));
  }

  public DifferSuiteArchive file(String name, byte[] content) {
    return member('0', name, "", content.length, content);
  }

  public DifferSuiteArchive directory(String name) {
    return member('5', name, "", 0, new byte[0]);
  }

  public DifferSuiteArchive symlink(String name, String target) {
    return member('2', name, target, 0, new byte[0]);
  }

  public DifferSuiteArchive hardLink(String name, String target) {
    return member('1', name, target, 0, new byte[0]);
  }

  public DifferSuiteArchive fifo(String name) {
    return member('6', name, "", 0, new byte[0]);
  }

  /** A member of any type whose header need not tell the truth about its size. */
  public DifferSuiteArchive member(char type, String name, String link, long size, byte[] content) {
    if (!pax.isEmpty()) {
      byte[] records = records();
      raw(header('x', "pax", "", records.length, 0644, 0, 0, 0)).padded(records);
      pax.clear();
    }
    int usual = type == '5' ? 0755 : 0644;
    raw(header(type, name, link, size, mode < 0 ? usual : mode, uid, gid, time)).padded(content);
    mode = -1;
    uid = 0;
    gid = 0;
    time = 1_600_000_000;
    return this;
  }

  private byte[] records() {
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    pax.forEach(
        (key, value) -> {
          int rest = key.getBytes(UTF_8).length + value.length + 3;
          int length = rest + String.valueOf(rest).length();
          length = rest + String.valueOf(length).length();
          records.writeBytes((length + " " + key + "=").getBytes(UTF_8));
          records.writeBytes(value);
          records.write('\n');
        });
    return records.toByteArray();
  }

  private static byte[] header(
      char type, String name, String link, long size, int mode, long uid, long gid, long time) {
    byte[] header = new byte[BLOCK];
    put(header, 0, name.getBytes(UTF_8));
    put(header, 100, octal(7, mode));
    put(header, 108, octal(7, uid));
    put(header, 116, octal(7, gid));
    put(header, 124, octal(11, size));
    put(header, 136, octal(11, time));
    put(header, 148, "        ".getBytes(ISO_8859_1));
    header[156] = (byte) type;
    put(header, 157, link.getBytes(UTF_8));
    put(header, 257, "ustar\00000".getBytes(ISO_8859_1));
    long sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, octal(6, sum));
    header[154] = 0;
    return header;
  }

  private static void put(byte[] header, int at, byte[] bytes) {
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private static byte[] octal(int digits, long value) {
    return String.format("%0" + digits + "o", value).getBytes(ISO_8859_1);
  }

  /** Bytes as they are. */
  public DifferSuiteArchive raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  /** Bytes, and zeros up to the next block. */
  public DifferSuiteArchive padded(byte[] bytes) {
    return raw(bytes).raw(new byte[-bytes.length & BLOCK - 1]);
  }

  /** The archive so far, without an end. */
  public byte[] unfinished() {
    return out.toByteArray();
  }

  /** The archive. */
  public byte[] bytes() {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(out.toByteArray());
    whole.writeBytes(new byte[2 * BLOCK]);
    return whole.toByteArray();
  }

  /** One gzip member of these bytes. */
  public static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return zipped.toByteArray();
  }
}
