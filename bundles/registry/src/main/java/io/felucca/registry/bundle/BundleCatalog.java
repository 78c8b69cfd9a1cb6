package io.felucca.registry.bundle;

import io.felucca.registry.config.Catalog;
import io.felucca.registry.declare.BundleFiles;
import io.felucca.registry.declare.PluginUri;
import io.felucca.registry.declare.Schema;
import io.felucca.registry.graph.Candidate;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URL;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;

/** The plugins of the started bundles; their keys are read when they are first asked for. */
public final class BundleCatalog implements Catalog {
  private static final Logger LOG = System.getLogger("io.felucca.registry");

  private final Map<String, Candidate> best = new HashMap<>();
  private final Map<Bundle, Map<String, Schema>> schemas = new HashMap<>();

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
  public synchronized Schema schema(String uri) {
    Candidate candidate = best.get(uri);
    if (candidate == null) {
      return null;
    }
    return schemas
        .computeIfAbsent(candidate.bundle(), BundleCatalog::read)
        .getOrDefault(candidate.declaration().pid(), Schema.NONE);
  }

  private static Map<String, Schema> read(Bundle bundle) {
    try {
      return new BundleFiles(
              path -> {
                URL entry = bundle.getEntry(path);
                return entry == null ? null : entry.openStream();
              })
          .schemas(bundle.getHeaders("").get("Service-Component"));
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "cannot read which keys plugins take bundle=" + bundle, e);
      return Map.of();
    }
  }
}
