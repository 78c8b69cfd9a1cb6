package io.felucca.registry.config;

import io.felucca.registry.declare.Schema;
import io.felucca.registry.toml.Item;
import io.felucca.registry.toml.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What the daemon is configured to be: one object that nobody changes, swapped as a whole.
 *
 * @param version counts up with every change that was applied, from 1
 * @param root what must last
 * @param state what may go with a reboot
 * @param pluginDir the folder that jars are dropped into
 * @param shared the keys that every plugin gets ({@code daemon.*}, {@code timeout.*})
 * @param disabled the plugins that do not come up
 * @param required the plugins without which the daemon does not come up
 * @param plugins each plugin's section, as written
 * @param table all of it
 */
public record DaemonConfig(
    long version,
    Path root,
    Path state,
    Path pluginDir,
    Map<String, Object> shared,
    Set<String> disabled,
    List<String> required,
    Table plugins,
    Table table) {
  /**
   * A plugin's own properties.
   *
   * @param schema the keys that its component takes; asked for only where somebody has written some
   */
  public Map<String, Object> properties(String uri, Supplier<Schema> schema) {
    Item section = plugins.get(uri);
    if (section == null) {
      return Map.of();
    }
    return Section.properties(
        section.table(), Defaults.isDefault(section) ? Schema.OPEN : schema.get());
  }
}
