package io.felucca.registry.component;

import java.io.IOException;
import java.util.Collections;
import java.util.Dictionary;
import java.util.Enumeration;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.felix.cm.PersistenceManager;
import org.osgi.framework.BundleContext;

/**
 * Keeps configurations in memory: they follow from the configuration files at every start, so
 * nothing of them may outlive the process.
 *
 * <p>Configuration Admin takes it where the framework property {@code felix.cm.pm} is {@value
 * #NAME}.
 */
public final class MemoryPersistence implements PersistenceManager {
  /** Its name, which the framework property must have. */
  public static final String NAME = "felucca.memory";

  private final Map<String, Dictionary<String, Object>> stored = new ConcurrentHashMap<>();

  private MemoryPersistence() {}

  /** Offers it to Configuration Admin. */
  public static void register(BundleContext context) {
    Hashtable<String, Object> properties = new Hashtable<>(Map.of("name", NAME));
    context.registerService(PersistenceManager.class, new MemoryPersistence(), properties);
  }

  @Override
  public boolean exists(String pid) {
    return stored.containsKey(pid);
  }

  @Override
  public void delete(String pid) {
    stored.remove(pid);
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Enumeration getDictionaries() {
    return Collections.enumeration(List.copyOf(stored.values()));
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Dictionary load(String pid) throws IOException {
    Dictionary<String, Object> found = stored.get(pid);
    if (found == null) {
      throw new IOException("no configuration " + pid);
    }
    return copy(found);
  }

  @Override
  @SuppressWarnings({"rawtypes", "unchecked"})
  public void store(String pid, Dictionary properties) {
    stored.put(pid, copy((Dictionary<String, Object>) properties));
  }

  private static Dictionary<String, Object> copy(Dictionary<String, Object> from) {
    Hashtable<String, Object> copy = new Hashtable<>();
    for (String key : Collections.list(from.keys())) {
      copy.put(key, from.get(key));
    }
    return copy;
  }
}
