package io.felucca.registry.bundle;

import io.felucca.api.plugin.PluginSpec;
import io.felucca.registry.declare.Declaration;
import io.felucca.registry.declare.PluginUri;
import io.felucca.registry.graph.Candidate;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.BundleTrackerCustomizer;

/** The plugins that the started bundles declare in their manifests. */
public final class Declared implements BundleTrackerCustomizer<List<Candidate>>, AutoCloseable {
  private static final Logger LOG = System.getLogger("io.felucca.registry");
  private static final Comparator<Candidate> NEWEST_FIRST =
      (one, other) -> Long.compare(other.bundle().getBundleId(), one.bundle().getBundleId());

  private final BundleTracker<List<Candidate>> tracker;
  private final Map<Bundle, List<Candidate>> known = new ConcurrentHashMap<>();
  private final Set<Long> leaving = ConcurrentHashMap.newKeySet();
  private final Runnable changed;

  /** Calls {@code changed} whenever a bundle with plugins has started or stops. */
  public Declared(BundleContext context, Runnable changed) {
    this.tracker = new BundleTracker<>(context, Bundle.STARTING | Bundle.ACTIVE, this);
    this.changed = changed;
  }

  public void open() {
    tracker.open();
  }

  /** Counts a bundle's plugins no more, although it still runs. */
  public void leave(Bundle bundle) {
    leaving.add(bundle.getBundleId());
  }

  /** The plugins of one started bundle. */
  List<PluginUri> plugins(Bundle bundle) {
    List<Candidate> candidates = known.get(bundle);
    return candidates == null
        ? List.of()
        : candidates.stream().map(candidate -> candidate.declaration().uri()).toList();
  }

  /** Who can provide each plugin, the newest bundle first. */
  public Map<PluginUri, List<Candidate>> candidates() {
    Map<PluginUri, List<Candidate>> all = new TreeMap<>();
    for (List<Candidate> some : known.values()) {
      for (Candidate one : some) {
        if (!leaving.contains(one.bundle().getBundleId())) {
          all.computeIfAbsent(one.declaration().uri(), uri -> new ArrayList<>()).add(one);
        }
      }
    }
    all.values().forEach(some -> some.sort(NEWEST_FIRST));
    return all;
  }

  @Override
  public List<Candidate> addingBundle(Bundle bundle, BundleEvent event) {
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    List<BundleCapability> found =
        revision == null ? List.of() : revision.getDeclaredCapabilities(PluginSpec.NAMESPACE);
    List<Candidate> candidates = new ArrayList<>();
    Schemas schemas = new Schemas(bundle);
    for (BundleCapability capability : found) {
      add(candidates, bundle, schemas, capability.getAttributes());
    }
    if (candidates.isEmpty()) {
      return null;
    }
    // before anybody is told: the tracker itself knows it only later
    known.put(bundle, candidates);
    changed.run();
    return candidates;
  }

  private static void add(
      List<Candidate> to, Bundle bundle, Schemas schemas, Map<String, Object> attributes) {
    try {
      Declaration declared = Declaration.of(attributes);
      String pid = declared.pid();
      to.add(new Candidate(declared, bundle, Origin.of(bundle), () -> schemas.of(pid)));
    } catch (IllegalArgumentException e) {
      LOG.log(Level.WARNING, "plugin not known bundle=" + bundle + " error=" + e.getMessage());
    }
  }

  @Override
  public void modifiedBundle(Bundle bundle, BundleEvent event, List<Candidate> known) {}

  @Override
  public void removedBundle(Bundle bundle, BundleEvent event, List<Candidate> known) {
    this.known.remove(bundle);
    leaving.remove(bundle.getBundleId());
    changed.run();
  }

  @Override
  public void close() {
    tracker.close();
  }
}
