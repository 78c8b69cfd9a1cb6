package io.felucca.runc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A log that criu wrote. */
record CriuLog(Path path) {
  /** A copy in a place that stays, or the log itself where it cannot be copied. */
  static CriuLog keep(Path log, Path copy) {
    try {
      Files.copy(log, copy, StandardCopyOption.REPLACE_EXISTING);
      return new CriuLog(copy);
    } catch (IOException e) {
      return new CriuLog(log);
    }
  }

  /** Its last error, to stand at the end of a message; empty where there is none. */
  String quoted() {
    String last = lastError();
    return last.isEmpty() ? "" : ": " + last;
  }

  /** Lines look like {@code (00.012345) Error (criu/cr-dump.c:1234): what went wrong}. */
  String lastError() {
    try {
      String text = Files.readString(path, StandardCharsets.ISO_8859_1);
      return text.lines().filter(line -> line.contains("Error (")).reduce("", (a, b) -> b).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
