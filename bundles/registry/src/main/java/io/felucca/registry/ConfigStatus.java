package io.felucca.registry;

import io.felucca.api.plugin.PluginInfo;
import io.felucca.api.plugin.PluginState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which configuration the daemon runs on, shown among the plugins as {@code
 * io.felucca.config.v1.files}: its version counts up, and a refused change is told there until
 * another one is applied.
 */
final class ConfigStatus {
  private volatile PluginInfo info = info(Map.of(), Instant.now());

  /** A configuration is in force. */
  synchronized void applied(long version, List<Path> files) {
    String names = files.stream().map(Path::toString).collect(Collectors.joining(":"));
    info = info(Map.of("version", Long.toString(version), "files", names), Instant.now());
  }

  /** A configuration was refused; false where the same was refused just before. */
  synchronized boolean refused(String why) {
    boolean news = !why.equals(info.exports().get("refused"));
    Map<String, String> facts = new HashMap<>(info.exports());
    facts.put("refused", why);
    info = info(facts, info.since());
    return news;
  }

  PluginInfo info() {
    return info;
  }

  private static PluginInfo info(Map<String, String> facts, Instant since) {
    return new PluginInfo(
        "io.felucca.config.v1",
        "files",
        List.of(),
        facts,
        List.of(),
        PluginState.OK,
        "",
        since,
        "io.felucca.registry");
  }
}
