package io.felucca.launcher;

import java.util.Collections;
import java.util.Dictionary;
import java.util.Enumeration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.felix.cm.PersistenceManager;

/**
 * Keeps the Configuration Admin's configurations in memory only.
 *
 * <p>The registry writes them afresh at each boot from {@code config.toml}, which is the truth;
 * what an earlier run left would only start components with yesterday's values, and every write to
 * disk costs start-up time.
 */
final class MemoryConfigurations implements PersistenceManager {
  /**
   * The value of the framework property {@code felix.cm.pm} and of the service property {@code
   * name}.
   */
  static final String NAME = "memory";

  private final Map<String, Dictionary<String, Object>> configurations = new ConcurrentHashMap<>();

  @Override
  public boolean exists(String pid) {
    return configurations.containsKey(pid);
  }

  @Override
  @SuppressWarnings("rawtypes") // the interface is older than generics
  public Dictionary load(String pid) {
    return configurations.get(pid);
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Enumeration getDictionaries() {
    return Collections.enumeration(configurations.values());
  }

  @Override
  @SuppressWarnings({"rawtypes", "unchecked"})
  public void store(String pid, Dictionary properties) {
    configurations.put(pid, properties);
  }

  @Override
  public void delete(String pid) {
    configurations.remove(pid);
  }
}
