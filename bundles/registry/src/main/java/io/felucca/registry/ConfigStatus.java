package io.felucca.registry;

import io.felucca.api.plugin.PluginInfo;
import io.felucca.api.plugin.PluginState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Which configuration the daemon runs on, and which jars of the plugins folder it uses, shown among
 * the plugins as {@code io.felucca.config.v1.files} and {@code .jars}. A refused change is told
 * there until another one is applied.
 */
final class ConfigStatus {
  static final String TYPE = "io.felucca.config.v1";
  static final String FILES = "files";
  static final String JARS = "jars";

  private static final String REFUSED = "refused";
  private static final String PINNED = "pinned";

  private volatile PluginInfo info = info(FILES, Map.of(), Instant.now());
  private boolean ofFiles;
  private volatile Supplier<Map<String, String>> jars = Map::of;

  /** A configuration is in force. */
  synchronized void applied(long version, List<Path> files) {
    String names = files.stream().map(Path::toString).collect(Collectors.joining(":"));
    info = info(FILES, Map.of("version", Long.toString(version), "files", names), Instant.now());
  }

  /** What the files say was refused; false where the same was refused just before. */
  synchronized boolean refused(String why) {
    boolean news = !why.equals(info.exports().get(REFUSED));
    tell(REFUSED, why);
    ofFiles = true;
    return news;
  }

  /** What somebody asked for was refused. */
  synchronized void refusedCall(String why) {
    tell(REFUSED, why);
    ofFiles = false;
  }

  /** The files say again what is in force. */
  synchronized void mended() {
    if (ofFiles && info.exports().containsKey(REFUSED)) {
      Map<String, String> facts = new HashMap<>(info.exports());
      facts.remove(REFUSED);
      info = info(FILES, facts, info.since());
    }
  }

  /** The files say something else, and are not followed until they change. */
  void pinned(long version) {
    tell(PINNED, Long.toString(version));
  }

  boolean isPinned() {
    return info.exports().containsKey(PINNED);
  }

  private synchronized void tell(String key, String value) {
    Map<String, String> facts = new HashMap<>(info.exports());
    facts.put(key, value);
    info = info(FILES, facts, info.since());
  }

  /** From now on tells of these jars. */
  void jars(Supplier<Map<String, String>> names) {
    jars = names;
  }

  List<PluginInfo> infos() {
    Map<String, String> names = jars.get();
    return names.isEmpty() ? List.of(info) : List.of(info, info(JARS, names, info.since()));
  }

  private static PluginInfo info(String id, Map<String, String> facts, Instant since) {
    return new PluginInfo(
        TYPE, id, List.of(), facts, List.of(), PluginState.OK, "", since, "io.felucca.registry");
  }
}
