package io.felucca.shim.launch;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The environment of a shim: the daemon's, less what concerns only the daemon, plus the protocol's.
 */
final class ShimEnvironment {
  /** The service manager's socket and the JVM's own settings mean nothing to a shim. */
  private static final Set<String> OWN =
      Set.of(
          "NOTIFY_SOCKET",
          "WATCHDOG_PID",
          "WATCHDOG_USEC",
          "LISTEN_PID",
          "LISTEN_FDS",
          "LISTEN_FDNAMES",
          "JAVA_TOOL_OPTIONS",
          "JDK_JAVA_OPTIONS",
          "MALLOC_ARENA_MAX");

  private ShimEnvironment() {}

  static Map<String, String> of(
      Map<String, String> inherited, Daemon daemon, String namespace, List<String> more) {
    Map<String, String> all = new TreeMap<>(inherited);
    all.keySet().removeAll(OWN);
    all.put("GOMAXPROCS", "2");
    // what containerd itself says, whatever the version of the task service
    all.put("MAX_SHIM_VERSION", "2");
    all.put("TTRPC_ADDRESS", daemon.ttrpcAddress());
    all.put("GRPC_ADDRESS", daemon.address());
    all.put("NAMESPACE", namespace);
    for (String variable : more) {
      int equals = variable.indexOf('=');
      all.put(
          equals < 0 ? variable : variable.substring(0, equals),
          equals < 0 ? "" : variable.substring(equals + 1));
    }
    return all;
  }
}
