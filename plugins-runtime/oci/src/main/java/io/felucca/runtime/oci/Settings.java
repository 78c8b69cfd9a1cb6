package io.felucca.runtime.oci;

import io.felucca.runtime.oci.folder.TaskFolders;
import io.felucca.wire.runtime.Handlers;
import java.nio.file.Path;
import java.util.Set;

/**
 * The runtime's configuration, read.
 *
 * @param folders where tasks are
 * @param programs where programs are unpacked: not in a state folder, which mostly allows none
 * @param runtimes names that are taken
 * @param handlers further names
 * @param binary the OCI runtime
 * @param root where it keeps its containers, by namespace
 * @param systemdCgroup whether systemd makes control groups
 * @param supervisor {@code auto}, {@code reaper} or {@code conmon}
 */
record Settings(
    TaskFolders folders,
    Path programs,
    Set<String> runtimes,
    Handlers handlers,
    String binary,
    Path root,
    boolean systemdCgroup,
    String supervisor) {
  static Settings of(RuntimeConfig config) {
    return new Settings(
        new TaskFolders(Path.of(config.plugin_state())),
        Path.of(config.plugin_root(), "programs"),
        Set.of(config.runtimes()),
        Handlers.of(config.handlers()),
        config.binary(),
        config.root().isEmpty() ? Path.of(config.daemon_state(), "runc") : Path.of(config.root()),
        config.systemd_cgroup(),
        config.supervisor());
  }
}
