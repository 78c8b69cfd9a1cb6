package io.felucca.api.filter;

/** Escapes in double quotes, as the Go language reads them ("String literals"). */
final class Escapes {
  private static final String NAMES = "abfnrtv\\\"";
  private static final String VALUES = "\u0007\b\f\n\r\t\u000b\\\"";

  private Escapes() {}

  /**
   * Reads the escape at {@code at} (a backslash) into {@code text} and returns the place behind it.
   */
  static int read(String input, int at, StringBuilder text, Scanner.Complaint complaint) {
    char kind = at + 1 < input.length() ? input.charAt(at + 1) : ' ';
    int plain = NAMES.indexOf(kind);
    if (plain >= 0) {
      text.append(VALUES.charAt(plain));
      return at + 2;
    }
    return switch (kind) {
      case 'x' -> code(input, at, 2, 2, 16, text, complaint);
      case 'u' -> code(input, at, 2, 4, 16, text, complaint);
      case 'U' -> code(input, at, 2, 8, 16, text, complaint);
      case '0', '1', '2', '3', '4', '5', '6', '7' -> code(input, at, 1, 3, 8, text, complaint);
      default -> throw complaint.at(at, at + 2, "unable to unquote string literal: invalid syntax");
    };
  }

  private static int code(
      String input,
      int at,
      int skip,
      int digits,
      int radix,
      StringBuilder text,
      Scanner.Complaint complaint) {
    int end = at + skip + digits;
    try {
      text.appendCodePoint(Integer.parseInt(input.substring(at + skip, end), radix));
      return end;
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw complaint.at(at, end, "unable to unquote string literal: invalid syntax");
    }
  }
}
