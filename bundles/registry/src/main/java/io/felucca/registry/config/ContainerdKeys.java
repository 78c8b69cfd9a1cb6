package io.felucca.registry.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The keys that containerd has, also where this build has not: nobody has mistyped those. */
final class ContainerdKeys {
  private static final String ANY = "*";

  private final Map<String, List<String>> keys = new HashMap<>();

  private ContainerdKeys() {}

  static ContainerdKeys load() {
    ContainerdKeys loaded = new ContainerdKeys();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                ContainerdKeys.class.getResourceAsStream("containerd-keys.txt"),
                StandardCharsets.UTF_8))) {
      lines.lines().filter(line -> !line.startsWith("#")).forEach(loaded::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return loaded;
  }

  private void add(String line) {
    List<String> words = List.of(line.split(" "));
    keys.put(words.get(0), words.subList(1, words.size()));
  }

  boolean hasPlugin(String uri) {
    return keys.containsKey(uri);
  }

  boolean has(String uri, String key) {
    List<String> known = keys.getOrDefault(uri, List.of());
    return known.contains(ANY) || known.contains(key);
  }
}
