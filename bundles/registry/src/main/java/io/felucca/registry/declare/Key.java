package io.felucca.registry.declare;

import io.felucca.api.plugin.PluginKeys;
import java.util.Set;

/**
 * One key of a plugin's configuration.
 *
 * @param property its name in Declarative Services, such as {@code root.path}
 * @param type what values it takes
 * @param array whether it takes several
 * @param defaultValue a String, Number, Boolean, Character or a List of them; null for none
 */
public record Key(String property, Type type, boolean array, Object defaultValue) {
  private static final Set<String> OF_THE_DAEMON =
      Set.of(
          PluginKeys.ROOT, PluginKeys.STATE, PluginKeys.TYPE, PluginKeys.ID, PluginKeys.INSTANCE);

  /** What values a key takes. */
  public enum Type {
    STRING,
    BOOLEAN,
    INTEGER,
    LONG,
    DOUBLE,
    /** A table or an array of tables, given to the component as JSON. */
    JSON
  }

  /** The name of a TOML key for Declarative Services: the only place where this is translated. */
  public static String property(String tomlKey) {
    return tomlKey.replace('_', '.');
  }

  /** Its name in TOML, such as {@code root_path}. */
  public String tomlKey() {
    return property.replace('.', '_');
  }

  /** Whether the daemon sets it, and not who writes the configuration. */
  public boolean isOfDaemon() {
    return OF_THE_DAEMON.contains(property)
        || property.startsWith("daemon.")
        || property.startsWith(PluginKeys.TIMEOUT_PREFIX);
  }
}
