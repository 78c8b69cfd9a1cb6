package io.felucca.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;

/**
 * File names between bytes, which is what Linux has, and strings, without loss.
 *
 * <p>UTF-8; a byte that is not part of valid UTF-8 becomes the lone surrogate U+DC00 + byte and is
 * turned back into that byte, as Python's "surrogateescape" does (PEP 383). Such names occur in
 * image layers.
 */
public final class FileName {
  private static final char ESCAPE = '\uDC00';

  private FileName() {}

  /** The bytes of a name; what {@link #decode} gave comes back as it was. */
  public static byte[] encode(String name) {
    return hasSurrogate(name) ? encodeEscapes(name) : name.getBytes(UTF_8);
  }

  /** The name in the bytes. */
  public static String decode(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        return decodeEscapes(bytes);
      }
    }
    return new String(bytes, UTF_8);
  }

  private static boolean hasSurrogate(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (Character.isSurrogate(name.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  private static byte[] encodeEscapes(String name) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(name.length() + 16);
    for (int i = 0; i < name.length(); ) {
      int point = name.codePointAt(i);
      i += Character.charCount(point);
      if (isEscape(point)) {
        out.write(point - ESCAPE);
      } else {
        out.writeBytes(new String(Character.toChars(point)).getBytes(UTF_8));
      }
    }
    return out.toByteArray();
  }

  private static boolean isEscape(int point) {
    return point >= ESCAPE + 0x80 && point <= ESCAPE + 0xff;
  }

  private static String decodeEscapes(byte[] bytes) {
    CharsetDecoder decoder = UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    while (result.isMalformed()) {
      for (int i = 0; i < result.length(); i++) {
        out.put((char) (ESCAPE + (in.get() & 0xff)));
      }
      result = decoder.reset().decode(in, out, true);
    }
    return out.flip().toString();
  }
}
