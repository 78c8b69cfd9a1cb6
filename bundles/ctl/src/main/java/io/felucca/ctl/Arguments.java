package io.felucca.ctl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A command line: words, and flags anywhere between them as {@code --name value}, {@code
 * --name=value} or with one dash.
 */
final class Arguments {
  private static final Map<String, String> LONG_NAMES =
      Map.of("a", "address", "n", "namespace", "h", "help", "d", "details", "q", "quiet");
  private static final Set<String> SWITCHES = Set.of("help", "details", "quiet");
  private static final Set<String> WITH_VALUE =
      Set.of("address", "namespace", "topic", "timeout", "name");
  private static final String DEFAULT_ADDRESS = "/run/containerd/containerd.sock";

  private final List<String> words = new ArrayList<>();
  private final Map<String, String> flags = new HashMap<>();

  private Arguments() {}

  static Arguments parse(List<String> args) {
    Arguments line = new Arguments();
    int next = 0;
    while (next < args.size()) {
      next = line.take(args, next);
    }
    return line;
  }

  /** Reads one word or flag; returns where the next one begins. */
  private int take(List<String> args, int at) {
    String word = args.get(at);
    if (!word.startsWith("-") || word.equals("-")) {
      words.add(word);
      return at + 1;
    }
    String text = word.startsWith("--") ? word.substring(2) : word.substring(1);
    int equals = text.indexOf('=');
    String given = equals < 0 ? text : text.substring(0, equals);
    String name = LONG_NAMES.getOrDefault(given, given);
    if (SWITCHES.contains(name)) {
      flags.put(name, "true");
      return at + 1;
    }
    if (!WITH_VALUE.contains(name)) {
      throw new UsageException("no flag " + word + "; see felucca help");
    }
    if (equals < 0 && at + 1 == args.size()) {
      throw new UsageException("flag " + word + " needs a value");
    }
    flags.put(name, equals < 0 ? args.get(at + 1) : text.substring(equals + 1));
    return equals < 0 ? at + 2 : at + 1;
  }

  /** A word; empty where there are not so many. */
  String word(int index) {
    return index < words.size() ? words.get(index) : "";
  }

  /** The words from one on. */
  List<String> from(int index) {
    return words.subList(Math.min(index, words.size()), words.size());
  }

  /** Exactly the words that a command takes. */
  List<String> exactly(int index, String... names) {
    List<String> given = from(index);
    if (given.size() != names.length) {
      String usage = String.join(" ", words.subList(0, index)) + " " + String.join(" ", names);
      throw new UsageException("usage: felucca " + usage.strip());
    }
    return given;
  }

  boolean has(String flag) {
    return flags.containsKey(flag);
  }

  String flag(String name, String otherwise) {
    return flags.getOrDefault(name, otherwise);
  }

  boolean wantsHelp() {
    return has("help");
  }

  /** The daemon's socket: flag, then environment, then containerd's own place. */
  String address() {
    String environment = System.getenv("CONTAINERD_ADDRESS");
    boolean unset = environment == null || environment.isEmpty();
    String address = flag("address", unset ? DEFAULT_ADDRESS : environment);
    return address.startsWith("unix://") ? address.substring("unix://".length()) : address;
  }
}
