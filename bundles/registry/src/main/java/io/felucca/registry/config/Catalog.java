package io.felucca.registry.config;

import io.felucca.registry.declare.PluginUri;
import io.felucca.registry.declare.Schema;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The plugins that are known, and the keys of each. */
public interface Catalog {
  /** All plugins, in order; adapters of proxy plugins are not among them. */
  Set<PluginUri> plugins();

  /** Their names. */
  default Set<String> uris() {
    return plugins().stream()
        .map(PluginUri::toString)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Whether a plugin, or an adapter ({@code type.*}), is known; cheaper than its keys. */
  boolean has(String uri);

  /** The keys of a plugin or an adapter; null where it is not known. */
  Schema schema(String uri);
}
