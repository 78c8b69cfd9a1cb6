package io.felucca.launcher.log;

/** Strings between double quotes. */
final class Quote {
  private Quote() {}

  /** Appends {@code text} quoted and escaped: a string of JSON (RFC 8259) and of Go alike. */
  static void append(StringBuilder line, String text) {
    line.append('"');
    for (int i = 0; i < text.length(); i++) {
      appendEscaped(line, text.charAt(i));
    }
    line.append('"');
  }

  private static void appendEscaped(StringBuilder line, char c) {
    switch (c) {
      case '"':
      case '\\':
        line.append('\\').append(c);
        break;
      case '\n':
        line.append("\\n");
        break;
      case '\r':
        line.append("\\r");
        break;
      case '\t':
        line.append("\\t");
        break;
      default:
        appendPlain(line, c);
    }
  }

  private static void appendPlain(StringBuilder line, char c) {
    if (c >= ' ' && c != 0x7f) {
      line.append(c);
    } else {
      line.append("\\u00")
          .append(Character.forDigit(c >> 4, 16))
          .append(Character.forDigit(c & 15, 16));
    }
  }
}
