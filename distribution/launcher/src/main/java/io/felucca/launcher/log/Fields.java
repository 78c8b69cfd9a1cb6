package io.felucca.launcher.log;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The {@code key=value} pairs at the end of a message.
 *
 * @param message what comes before them
 * @param values the pairs, values without their quotes
 */
record Fields(String message, Map<String, String> values) {

  /** Takes the longest tail of the text that consists of nothing but pairs. */
  static Fields of(String text) {
    for (int blank = text.indexOf(' '); blank >= 0; blank = text.indexOf(' ', blank + 1)) {
      Map<String, String> values = pairs(text, blank);
      if (values != null) {
        return new Fields(text.substring(0, blank), values);
      }
    }
    return new Fields(text, new LinkedHashMap<>());
  }

  /**
   * The pairs from the blank at {@code start} to the end, or null if there is anything else among
   * them.
   */
  private static Map<String, String> pairs(String text, int start) {
    Map<String, String> values = new LinkedHashMap<>();
    int at = start;
    while (at < text.length()) {
      int equals = keyEnd(text, at);
      if (equals < 0) {
        return null;
      }
      String key = text.substring(at + 1, equals);
      int end = valueEnd(text, equals + 1, key);
      if (end < 0) {
        return null;
      }
      values.put(key, unquoted(text.substring(equals + 1, end)));
      at = end;
    }
    return values;
  }

  /** The index of the equals sign of the key after the blank at {@code blank}, or -1. */
  private static int keyEnd(String text, int blank) {
    if (text.charAt(blank) != ' ') {
      return -1;
    }
    int at = blank + 1;
    while (at < text.length() && isKeyPart(text.charAt(at))) {
      at++;
    }
    return at > blank + 1 && at < text.length() && text.charAt(at) == '=' ? at : -1;
  }

  private static boolean isKeyPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '-';
  }

  /** Where the value that starts at {@code start} ends, or -1 for quotes that nothing closes. */
  private static int valueEnd(String text, int start, String key) {
    if (start < text.length() && text.charAt(start) == '"') {
      return quotedEnd(text, start);
    }
    if (key.equals("error") || key.equals("reason")) {
      return text.length();
    }
    int blank = text.indexOf(' ', start);
    return blank < 0 ? text.length() : blank;
  }

  private static int quotedEnd(String text, int start) {
    for (int at = start + 1; at < text.length(); at++) {
      if (text.charAt(at) == '\\') {
        at++;
      } else if (text.charAt(at) == '"') {
        return at + 1;
      }
    }
    return -1;
  }

  private static String unquoted(String value) {
    if (!value.startsWith("\"")) {
      return value;
    }
    return value.substring(1, value.length() - 1).replace("\\\"", "\"").replace("\\\\", "\\");
  }
}
