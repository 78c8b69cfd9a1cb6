package io.felucca.runc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Pattern;

/** A log that criu wrote. */
record CriuLog(Path path) {
  private static final int QUOTED = 3;
  private static final Pattern SUMMARY = Pattern.compile("(Dumping|Restoring) FAILED\\.?$");

  /** A copy in a place that stays, or the log itself where it cannot be copied. */
  static CriuLog keep(Path log, Path copy) {
    try {
      Files.copy(log, copy, StandardCopyOption.REPLACE_EXISTING);
      return new CriuLog(copy);
    } catch (IOException e) {
      return new CriuLog(log);
    }
  }

  /** Its last errors, to stand at the end of a message; empty where there are none. */
  String quoted() {
    String last = lastErrors();
    return last.isEmpty() ? "" : ": " + last;
  }

  /**
   * Lines look like {@code (00.012345) Error (criu/cr-dump.c:1234): what went wrong}. A function
   * tells its own failure after that of the one it called, so the cause comes some lines before the
   * end, and the very last only says that all has failed.
   */
  String lastErrors() {
    try {
      List<String> errors = errors();
      return String.join("; ", errors.subList(Math.max(0, errors.size() - QUOTED), errors.size()));
    } catch (IOException e) {
      return "";
    }
  }

  private List<String> errors() throws IOException {
    return Files.readString(path, StandardCharsets.ISO_8859_1)
        .lines()
        .filter(line -> line.contains("Error ("))
        .filter(line -> !SUMMARY.matcher(line).find())
        .map(line -> line.substring(line.indexOf("Error (")).strip())
        .toList();
  }
}
