package io.felucca.api;

import java.util.regex.Pattern;

/**
 * The grammar of names that stand in paths: namespaces, containers, execs, parts of topics
 * (containerd {@code pkg/identifiers}).
 */
public final class Identifiers {
  private static final int MAX = 76;
  private static final String GRAMMAR = "^[A-Za-z0-9]+(?:[._-](?:[A-Za-z0-9]+))*$";
  private static final Pattern PATTERN = Pattern.compile(GRAMMAR);

  private Identifiers() {}

  /** Throws an invalid argument unless {@code name} is an identifier of at most 76 characters. */
  public static void check(String name) {
    if (name.isEmpty()) {
      throw Fault.invalid("identifier must not be empty");
    }
    if (name.length() > MAX) {
      throw Fault.invalid(
          "identifier \"%s\" greater than maximum length (%d characters)", name, MAX);
    }
    if (!PATTERN.matcher(name).matches()) {
      throw Fault.invalid("identifier \"%s\" must match %s", name, GRAMMAR);
    }
  }
}
