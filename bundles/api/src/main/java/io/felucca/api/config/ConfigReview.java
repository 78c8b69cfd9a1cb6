package io.felucca.api.config;

import java.util.List;

/**
 * What a change of the configuration would do.
 *
 * @param refused whether it would be refused
 * @param problems what is wrong or worth knowing, each with its weight and place
 * @param keys the values that would change
 * @param plugins one line for each plugin that it would bring up, down or replace
 */
public record ConfigReview(
    boolean refused, List<String> problems, List<KeyChange> keys, List<String> plugins) {
  public ConfigReview {
    problems = List.copyOf(problems);
    keys = List.copyOf(keys);
    plugins = List.copyOf(plugins);
  }

  /**
   * A value that would change.
   *
   * @param key its path, as TOML writes dotted keys
   * @param before as TOML; empty where there is none
   * @param after as TOML; empty where there would be none
   * @param place where the new value stands: file, line and column, or {@code default}
   */
  public record KeyChange(String key, String before, String after, String place) {}
}
