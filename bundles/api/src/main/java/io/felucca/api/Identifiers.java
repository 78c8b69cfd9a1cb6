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

  /** Whether {@code name} is an identifier: only such a name is also safe as part of a path. */
  public static boolean isOne(String name) {
    return name.length() <= MAX && PATTERN.matcher(name).matches();
  }

  /** Throws an invalid argument unless {@code name} is an identifier of at most 76 characters. */
  public static void check(String name) {
    String wrong = wrong(name);
    if (wrong != null) {
      throw Fault.invalid("%s", wrong);
    }
  }

  /**
   * As the other.
   *
   * @param what what the name is of, for the message: {@code invalid task id -x: ...}
   */
  public static void check(String what, String name) {
    String wrong = wrong(name);
    if (wrong != null) {
      throw Fault.invalid("invalid %s %s: %s", what, name, wrong);
    }
  }

  /** What is wrong with a name; null where it is an identifier. */
  private static String wrong(String name) {
    if (isOne(name)) {
      return null;
    }
    if (name.isEmpty()) {
      return "identifier must not be empty";
    }
    return name.length() > MAX
        ? String.format("identifier \"%s\" greater than maximum length (%d characters)", name, MAX)
        : String.format("identifier \"%s\" must match %s", name, GRAMMAR);
  }
}
