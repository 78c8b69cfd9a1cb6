package io.felucca.shim.runtime;

import io.felucca.shim.folder.TaskFolders;
import io.felucca.shim.launch.Daemon;
import io.felucca.wire.runtime.Handlers;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The runtime's configuration, read.
 *
 * @param folders where bundles are
 * @param daemonState the daemon's state folder
 * @param daemon what shims are told of it
 * @param path where programs are looked for, as {@code PATH}
 * @param handlers further names for them
 * @param timeouts how long shims may take
 */
record Settings(
    TaskFolders folders,
    Path daemonState,
    Daemon daemon,
    String path,
    Handlers handlers,
    Timeouts timeouts) {
  static Settings of(RuntimeConfig config) {
    return new Settings(
        new TaskFolders(Path.of(config.plugin_state()), Path.of(config.plugin_root())),
        Path.of(config.daemon_state()),
        new Daemon(config.daemon_address(), config.daemon_ttrpc_address(), config.daemon_binary()),
        System.getenv().getOrDefault("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin"),
        Handlers.of(config.handlers()),
        new Timeouts(
            Duration.ofMillis(config.timeout_shim_load()),
            Duration.ofMillis(config.timeout_shim_cleanup()),
            Duration.ofMillis(config.timeout_shim_shutdown())));
  }
}
