package io.felucca.registry.declare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The clauses of a manifest header such as {@code Provide-Capability}: a name and attributes, with
 * quotes and list types (OSGi Core 3.2.4).
 */
final class ManifestHeader {
  private final String text;
  private int at;

  private ManifestHeader(String text) {
    this.text = text;
  }

  /** A clause: its name and its attributes, of which those of type {@code List} are lists. */
  record Clause(String name, Map<String, Object> attributes) {}

  static List<Clause> parse(String header) {
    return header == null ? List.of() : new ManifestHeader(header).clauses();
  }

  private List<Clause> clauses() {
    List<Clause> clauses = new ArrayList<>();
    while (at < text.length()) {
      String name = until(";,=").strip();
      Map<String, Object> attributes = new LinkedHashMap<>();
      while (take(';')) {
        attribute(attributes);
      }
      clauses.add(new Clause(name, attributes));
      take(',');
    }
    return clauses;
  }

  private void attribute(Map<String, Object> to) {
    String name = until("=;,:").strip();
    boolean list = false;
    if (take(':') && at < text.length() && text.charAt(at) != '=') {
      list = until("=;,").startsWith("List");
    }
    if (take('=')) {
      String value = value();
      to.put(name, list ? List.of(value.split("\\s*,\\s*")) : value);
    }
  }

  private String value() {
    if (!take('"')) {
      return until(";,").strip();
    }
    StringBuilder value = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 1 : 0;
      value.append(text.charAt(at++));
    }
    at++;
    return value.toString();
  }

  private String until(String ends) {
    int from = at;
    while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(from, at);
  }

  private boolean take(char c) {
    boolean there = at < text.length() && text.charAt(at) == c;
    at += there ? 1 : 0;
    return there;
  }
}
