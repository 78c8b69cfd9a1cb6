package io.felucca.reaper.stdio;

import io.felucca.api.Fault;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where output goes, as clients write it: a FIFO's path, {@code file:///path} or {@code
 * binary:///program?name=value&...}.
 *
 * @param scheme empty for a plain path
 * @param arguments of a program: each name and its first value
 */
record StdioUri(String scheme, Path path, List<String> arguments) {
  private static final String FILE = "file";
  private static final String BINARY = "binary";
  private static final String SEPARATOR = "://";

  /** Which may stand before a file's path, RFC 8089 section 2. */
  private static final String LOCALHOST = "localhost";

  static boolean isUri(String text) {
    return !text.startsWith("/") && text.contains(SEPARATOR);
  }

  static boolean isLogger(String text) {
    return text.startsWith(BINARY + SEPARATOR);
  }

  /** A path that is no URI, as for standard input. */
  static Path plain(String path) {
    return absolute(path, path);
  }

  boolean isFile() {
    return scheme.equals(FILE);
  }

  static StdioUri parse(String text) {
    if (!isUri(text)) {
      return new StdioUri("", plain(text), List.of());
    }
    int end = text.indexOf(SEPARATOR);
    String scheme = text.substring(0, end);
    if (!scheme.equals(FILE) && !scheme.equals(BINARY)) {
      throw Fault.invalid(
          "unknown STDIO scheme %s of %s: known are a FIFO's path, file:///path and"
              + " binary:///program?name=value",
          scheme, text);
    }
    String rest = text.substring(end + SEPARATOR.length());
    boolean here = scheme.equals(FILE) && rest.startsWith(LOCALHOST + "/");
    return of(scheme, here ? rest.substring(LOCALHOST.length()) : rest, text);
  }

  private static StdioUri of(String scheme, String rest, String whole) {
    int query = rest.indexOf('?');
    String path = query < 0 ? rest : rest.substring(0, query);
    List<String> arguments = query < 0 ? List.of() : arguments(rest.substring(query + 1), whole);
    return new StdioUri(
        scheme, absolute(decode(path.replace("+", "%2B"), whole), whole), arguments);
  }

  private static Path absolute(String path, String whole) {
    if (!path.startsWith("/")) {
      throw Fault.invalid("path %s of %s is not absolute", path, whole);
    }
    try {
      return Path.of(path);
    } catch (InvalidPathException e) {
      throw Fault.invalid("path of %s: %s", whole.replace('\0', '?'), e.getReason());
    }
  }

  private static List<String> arguments(String query, String whole) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : query.split("&")) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      if (!pair.isEmpty()) {
        values.putIfAbsent(decode(name, whole), decode(value, whole));
      }
    }
    List<String> arguments = new ArrayList<>();
    values.forEach((name, value) -> arguments.addAll(List.of(name, value)));
    return arguments;
  }

  private static String decode(String text, String whole) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Fault.invalid("URI %s: %s", whole, e.getMessage());
    }
  }
}
