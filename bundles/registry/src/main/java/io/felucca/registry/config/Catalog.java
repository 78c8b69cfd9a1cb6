package io.felucca.registry.config;

import io.felucca.registry.declare.Schema;
import java.util.Set;

/** The plugins that are known, and the keys of each. */
public interface Catalog {
  /** The names of all plugins, in order. */
  Set<String> uris();

  /** The keys of a plugin; null where it is not known. */
  Schema schema(String uri);
}
