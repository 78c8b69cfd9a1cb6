package io.felucca.registry.config;

import io.felucca.api.plugin.PluginKeys;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

final class Defaults {
  private Defaults() {}

  static DaemonConfig of(Flags flags, Path binary) {
    Path root = Path.of(flags.root() == null ? "/var/lib/containerd" : flags.root());
    Path state = Path.of(flags.state() == null ? "/run/containerd" : flags.state());
    String address = flags.address() == null ? "/run/containerd/containerd.sock" : flags.address();
    Map<String, Object> shared = new HashMap<>();
    shared.put(PluginKeys.DAEMON_ROOT, root.toString());
    shared.put(PluginKeys.DAEMON_STATE, state.toString());
    shared.put(PluginKeys.DAEMON_ADDRESS, address);
    shared.put(PluginKeys.DAEMON_TTRPC_ADDRESS, address + ".ttrpc");
    shared.put(PluginKeys.DAEMON_BINARY, binary.toString());
    shared.put("daemon.uid", 0);
    shared.put("daemon.gid", 0);
    shared.put("daemon.oom.score", 0);
    return new DaemonConfig(
        1,
        root,
        state,
        root.resolve("felucca-plugins"),
        shared,
        Set.of(),
        List.of(),
        Map.of(
            "io.containerd.server.v1.grpc",
            Map.of("address", address),
            "io.containerd.server.v1.ttrpc",
            Map.of("address", address + ".ttrpc")));
  }
}
