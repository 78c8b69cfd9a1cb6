package io.felucca.registry.bundle;

import io.felucca.registry.config.Catalog;
import io.felucca.registry.declare.PluginUri;
import io.felucca.registry.declare.Schema;
import io.felucca.registry.graph.Candidate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The plugins of the started bundles. */
public final class BundleCatalog implements Catalog {
  private final Map<String, Candidate> best = new HashMap<>();

  public BundleCatalog(Map<PluginUri, List<Candidate>> candidates) {
    candidates.forEach((uri, some) -> best.put(uri.toString(), some.get(0)));
  }

  @Override
  public Set<PluginUri> plugins() {
    return best.values().stream()
        .map(candidate -> candidate.declaration().uri())
        .filter(uri -> !uri.isAdapter())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public boolean has(String uri) {
    return best.containsKey(uri);
  }

  @Override
  public Schema schema(String uri) {
    Candidate candidate = best.get(uri);
    return candidate == null ? null : candidate.schema().get();
  }
}
