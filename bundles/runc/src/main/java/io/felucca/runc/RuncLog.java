package io.felucca.runc;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonStreamParser;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The log that an OCI runtime writes with {@code --log FILE --log-format json}. */
final class RuncLog {
  private final Path file;
  private final long start;

  private RuncLog(Path file, long start) {
    this.file = file;
    this.start = start;
  }

  /** All of a log. */
  static RuncLog of(Path file) {
    return new RuncLog(file, 0);
  }

  /** What will be written from now on: runtimes append. */
  static RuncLog from(Path file) {
    try {
      return new RuncLog(file, Files.exists(file) ? Files.size(file) : 0);
    } catch (IOException e) {
      return of(file);
    }
  }

  /** The message of the last error; empty where there is none. */
  String lastError() {
    try {
      byte[] all = Files.readAllBytes(file);
      int from = (int) Math.min(start, all.length);
      byte[] rest = Arrays.copyOfRange(all, from, all.length);
      return lastError(new String(rest, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return "";
    }
  }

  private static String lastError(String text) {
    String last = "";
    JsonStreamParser entries = new JsonStreamParser(new StringReader(text));
    try {
      while (entries.hasNext()) {
        JsonObject entry = entries.next().getAsJsonObject();
        if (is(entry, "level", "error") && entry.has("msg")) {
          last = entry.get("msg").getAsString().strip();
        }
      }
    } catch (JsonParseException | IllegalStateException e) {
      return last; // empty, or cut off where its writer was killed
    }
    return last;
  }

  private static boolean is(JsonObject entry, String key, String value) {
    return entry.has(key) && entry.get(key).getAsString().equals(value);
  }
}
