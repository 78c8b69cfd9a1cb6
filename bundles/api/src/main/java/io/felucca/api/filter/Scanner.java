package io.felucca.api.filter;

import io.felucca.api.Fault;

/** The tokens of a filter: fields, operators, and values bare or quoted. */
final class Scanner {
  /** Makes the fault for a place in the input. */
  interface Complaint {
    Fault at(int from, int to, String what);
  }

  private final String input;
  private final Complaint complaint;
  private int at;

  Scanner(String input, Complaint complaint) {
    this.input = input;
    this.complaint = complaint;
    skipSpace();
  }

  boolean atEnd() {
    return at >= input.length();
  }

  char peek() {
    return input.charAt(at);
  }

  boolean skip(char wanted) {
    if (atEnd() || peek() != wanted) {
      return false;
    }
    at++;
    skipSpace();
    return true;
  }

  void expect(char wanted, String what) {
    if (!skip(wanted)) {
      throw complaint.at(at, at + 1, what);
    }
  }

  String field() {
    if (!atEnd() && peek() == '"') {
      return quoted('"');
    }
    int from = at;
    while (!atEnd() && isFieldPart(peek())) {
      at++;
    }
    if (from == at) {
      throw complaint.at(at, at + 1, "expected field or quoted");
    }
    String field = input.substring(from, at);
    skipSpace();
    return field;
  }

  String operator() {
    for (String operator : new String[] {"==", "!=", "~="}) {
      if (input.startsWith(operator, at)) {
        at += operator.length();
        skipSpace();
        return operator;
      }
    }
    int from = at;
    while (!atEnd() && isOperatorPart(peek())) {
      at++;
    }
    if (from == at) {
      throw complaint.at(at, at + 1, "expected an operator (\"==\"|\"!=\"|\"~=\")");
    }
    throw complaint.at(from, at, "unsupported operator \"" + input.substring(from, at) + "\"");
  }

  /** A value; after {@code ~=} slashes and bars quote as well. */
  String value(boolean moreQuotes) {
    if (!atEnd() && (peek() == '"' || moreQuotes && (peek() == '/' || peek() == '|'))) {
      return quoted(peek());
    }
    int from = at;
    while (!atEnd() && peek() != ',' && !Character.isWhitespace(peek())) {
      at++;
    }
    if (from == at) {
      throw complaint.at(at, at + 1, "expected value or quoted");
    }
    String value = input.substring(from, at);
    skipSpace();
    return value;
  }

  private String quoted(char quote) {
    int from = at++;
    StringBuilder text = new StringBuilder();
    while (!atEnd() && peek() != quote) {
      if (peek() == '\\') {
        escape(quote, text);
      } else {
        text.append(input.charAt(at++));
      }
    }
    if (atEnd()) {
      throw complaint.at(from, at, "quoted literal not terminated");
    }
    at++;
    skipSpace();
    return text.toString();
  }

  /**
   * In slashes and bars only the quote itself is escaped: a backslash otherwise belongs to the
   * expression.
   */
  private void escape(char quote, StringBuilder text) {
    if (quote != '"') {
      boolean escapesQuote = at + 1 < input.length() && input.charAt(at + 1) == quote;
      at += escapesQuote ? 1 : 0;
      text.append(input.charAt(at++));
      return;
    }
    at = Escapes.read(input, at, text, complaint);
  }

  private void skipSpace() {
    while (!atEnd() && Character.isWhitespace(peek())) {
      at++;
    }
  }

  private static boolean isFieldPart(char c) {
    return c < 128 && (Character.isLetterOrDigit(c) || c == '_');
  }

  private static boolean isOperatorPart(char c) {
    return c == '=' || c == '!' || c == '~';
  }
}
