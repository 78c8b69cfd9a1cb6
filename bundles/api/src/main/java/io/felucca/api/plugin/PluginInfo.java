package io.felucca.api.plugin;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What is known of one plugin.
 *
 * @param type its type
 * @param id its ID
 * @param requires the types it needs
 * @param exports its facts; empty unless it serves
 * @param capabilities what it can do; empty unless it serves
 * @param state where it stands
 * @param reason why, where the state is not OK; where it is OK, why the last attempt to replace the
 *     instance failed, mostly empty
 * @param since when that state began
 * @param origin where its code comes from: bundle name and version, and the jar where it was
 *     dropped in
 */
public record PluginInfo(
    String type,
    String id,
    List<String> requires,
    Map<String, String> exports,
    List<String> capabilities,
    PluginState state,
    String reason,
    Instant since,
    String origin) {
  public PluginInfo {
    requires = List.copyOf(requires);
    exports = Map.copyOf(exports);
    capabilities = List.copyOf(capabilities);
  }

  /** {@code type.id}, as the configuration names it. */
  public String uri() {
    return type + "." + id;
  }
}
