package io.felucca.registry.config;

import java.nio.file.Path;
import java.util.List;

/**
 * The daemon's command line; null where a flag is not given.
 *
 * @param config {@code -c}: the configuration file
 * @param address {@code -a}: the gRPC socket
 * @param root {@code --root}
 * @param state {@code --state}
 * @param logLevel {@code -l}
 * @param help {@code -h}
 * @param version {@code -v}
 * @param rest the first word that is no flag, and all behind it
 */
public record Flags(
    Path config,
    String address,
    String root,
    String state,
    String logLevel,
    boolean help,
    boolean version,
    List<String> rest) {
  public Flags {
    rest = List.copyOf(rest);
  }

  /** No flags. */
  public static Flags none() {
    return parse(List.of());
  }

  /**
   * Reads a command line as {@code -a X}, {@code --address X} or {@code --address=X}.
   *
   * @throws IllegalArgumentException naming a flag that is not known or lacks its value
   */
  public static Flags parse(List<String> args) {
    return new FlagParser(args).parse();
  }
}
