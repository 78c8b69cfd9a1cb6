package io.felucca.registry.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Reads flags until the first word that is none. */
final class FlagParser {
  private static final Map<String, String> LONG_NAMES =
      Map.of("c", "config", "a", "address", "l", "log-level", "h", "help", "v", "version");

  private final List<String> args;
  private final Map<String, String> values = new HashMap<>();

  FlagParser(List<String> args) {
    this.args = args;
  }

  Flags parse() {
    int next = 0;
    while (next < args.size() && isFlag(args.get(next))) {
      next += read(args.get(next), args.listIterator(next + 1));
    }
    String config = values.get("config");
    return new Flags(
        config == null ? null : Path.of(config),
        values.get("address"),
        values.get("root"),
        values.get("state"),
        values.get("log-level"),
        values.containsKey("help"),
        values.containsKey("version"),
        args.subList(next, args.size()));
  }

  private static boolean isFlag(String word) {
    return word.startsWith("-") && word.length() > 1;
  }

  /** Reads one flag; returns how many words it took. */
  private int read(String word, Iterator<String> following) {
    String text = word.startsWith("--") ? word.substring(2) : word.substring(1);
    int equals = text.indexOf('=');
    String name = equals < 0 ? text : text.substring(0, equals);
    name = LONG_NAMES.getOrDefault(name, name);
    switch (name) {
      case "help", "version":
        values.put(name, "true");
        return 1;
      case "config", "address", "root", "state", "log-level":
        return value(name, equals < 0 ? null : text.substring(equals + 1), following);
      default:
        throw new IllegalArgumentException("flag provided but not defined: " + word);
    }
  }

  private int value(String name, String attached, Iterator<String> following) {
    if (attached == null && !following.hasNext()) {
      throw new IllegalArgumentException("flag needs an argument: --" + name);
    }
    values.put(name, attached == null ? following.next() : attached);
    return attached == null ? 2 : 1;
  }
}
