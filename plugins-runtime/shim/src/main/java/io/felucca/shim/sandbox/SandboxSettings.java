package io.felucca.shim.sandbox;

import io.felucca.shim.folder.TaskFolders;
import io.felucca.shim.launch.Daemon;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The controller's configuration, read.
 *
 * @param folders where bundles are
 * @param daemon what shims are told of it
 * @param path where programs are looked for, as {@code PATH}
 * @param load how long a shim may take to accept a connection
 * @param cleanup how long what a dead one has left may take to be removed
 * @param shutdown how long one may take to end
 */
record SandboxSettings(
    TaskFolders folders,
    Daemon daemon,
    String path,
    Duration load,
    Duration cleanup,
    Duration shutdown) {
  static SandboxSettings of(SandboxConfig config) {
    return new SandboxSettings(
        new TaskFolders(Path.of(config.plugin_state()), Path.of(config.plugin_root())),
        new Daemon(config.daemon_address(), config.daemon_ttrpc_address(), config.daemon_binary()),
        System.getenv().getOrDefault("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin"),
        Duration.ofMillis(config.timeout_shim_load()),
        Duration.ofMillis(config.timeout_shim_cleanup()),
        Duration.ofMillis(config.timeout_shim_shutdown()));
  }
}
