package io.felucca.launcher.log;

/** {@code time="..." level=info msg="..." key=value}, as logrus' TextFormatter without colours. */
final class TextFormat implements Format {
  @Override
  public String line(Entry entry) {
    StringBuilder line = new StringBuilder(160).append("time=\"");
    Timestamp.append(line, entry.time());
    line.append("\" level=").append(entry.levelName());
    append(line, "msg", entry.message());
    entry.fields().forEach((key, value) -> append(line, key, value));
    return line.append('\n').append(entry.stack()).toString();
  }

  private static void append(StringBuilder line, String key, String value) {
    line.append(' ').append(key).append('=');
    if (isPlain(value)) {
      line.append(value);
    } else {
      Quote.append(line, value);
    }
  }

  private static boolean isPlain(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean letterOrDigit = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      if (!letterOrDigit && "-._/@^+".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }
}
