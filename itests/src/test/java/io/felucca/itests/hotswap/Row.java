package io.felucca.itests.hotswap;

import io.felucca.itests.fixture.Runtime;
import java.util.ArrayList;
import java.util.List;

/**
 * One plugin of the table.
 *
 * @param uri its name
 * @param bundle the bundle of the installation that has it; empty where its jar is not replaced
 *     here
 * @param whyNoJar one word why
 * @param keys lines of configuration that change a key of it; empty for one that has none
 */
record Row(String uri, String bundle, String whyNoJar, String keys) {
  static final String METRICS = "io.containerd.server.v1.metrics";
  private static final String SERVICE = "io.containerd.grpc.v1.";

  /**
   * @param root the daemon's
   * @param metrics where metrics are to be had
   */
  static List<Row> all(String root, String metrics) {
    List<Row> rows = new ArrayList<>();
    rows.add(of("io.containerd.snapshotter.v1.overlayfs", "overlayfs", "sync_remove = true"));
    rows.add(
        of("io.containerd.snapshotter.v1.native", "native", rootOf(root, "snapshotter.v1.native")));
    rows.add(of("io.containerd.content.v1.content", "content", rootOf(root, "content.v1.content")));
    rows.add(of("io.containerd.metadata.v1.bolt", "metadata", "no_sync = true"));
    rows.add(of("io.containerd.differ.v1.walking", "diff", ""));
    rows.add(of("io.containerd.gc.v1.scheduler", "gc", "pause_threshold = 0.1"));
    rows.add(of("io.containerd.event.v1.exchange", "events", ""));
    for (Runtime runtime : Runtime.values()) {
      String key = section(runtime.uri(), "platforms = [\"linux/amd64\"]");
      rows.add(new Row(runtime.uri(), runtime.bundle(), "", key));
    }
    rows.add(of("io.containerd.shim.v1.manager", "shim", "env = [\"TABLE=1\"]"));
    rows.add(of("io.containerd.sandbox.store.v1.local", "metadata", ""));
    rows.add(of("io.containerd.podsandbox.controller.v1.podsandbox", "runtime.sandbox", ""));
    rows.add(of("io.containerd.sandbox.controller.v1.shim", "shim", ""));
    rows.add(of("io.containerd.monitor.container.v1.restart", "monitor", "interval = \"9s\""));
    rows.add(of("io.felucca.monitor.v1.health", "monitor", "nerdctl_labels = \"never\""));
    rows.add(
        new Row(
            "io.containerd.service.v1.tasks-service",
            "io.felucca.tasks",
            "",
            "[timeouts]\n  \"io.containerd.timeout.task.state\" = \"3s\"\n"));
    rows.add(of("io.containerd.service.v1.diff-service", "services", "sync_fs = true"));
    for (String id :
        List.of(
            "snapshots",
            "content",
            "images",
            "containers",
            "leases",
            "sandboxes",
            "sandbox-controllers",
            "tasks",
            "events",
            "diff",
            "namespaces",
            "introspection",
            "version",
            "healthcheck")) {
      rows.add(service(id));
    }
    rows.add(core("io.containerd.metrics.v1.grpc-prometheus", "grpc_histogram = true"));
    rows.add(core("io.containerd.server.v1.grpc", "max_recv_message_size = 8388608"));
    rows.add(core("io.containerd.server.v1.ttrpc", "uid = 1"));
    rows.add(core(METRICS, "address = \"" + metrics + "\"\n  grpc_histogram = true"));
    return rows;
  }

  static Row service(String id) {
    return new Row(SERVICE + id, "", "above", "");
  }

  private static Row of(String uri, String folder, String key) {
    return new Row(uri, "io.felucca." + folder, "", section(uri, key));
  }

  /** Part of what only a restart replaces. */
  private static Row core(String uri, String key) {
    return new Row(uri, "", "core", section(uri, key));
  }

  static String section(String uri, String key) {
    return key.isEmpty() ? "" : "[plugins.\"%s\"]\n  %s\n".formatted(uri, key);
  }

  private static String rootOf(String root, String plugin) {
    return "root_path = \"%s/io.containerd.%s\"".formatted(root, plugin);
  }

  /** A service's calls are answered by grpc itself where it is not there. */
  boolean isService() {
    return uri.startsWith(SERVICE);
  }

  boolean isSocket() {
    return uri.contains(".server.v1.") && !uri.equals(METRICS);
  }
}
