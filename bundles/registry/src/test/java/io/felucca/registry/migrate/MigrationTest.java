package io.felucca.registry.migrate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.registry.toml.Item;
import io.felucca.registry.toml.Problems;
import io.felucca.registry.toml.Table;
import io.felucca.registry.toml.TomlReader;
import io.felucca.registry.toml.TomlWriter;
import org.junit.Test;

public class MigrationTest {
  private static Table migrated(String text) {
    Table table = TomlReader.parse("c.toml", text);
    Migration.run(table);
    return table;
  }

  private static Object value(Table table, String... path) {
    Item item = table.at(path);
    return item == null ? null : item.value();
  }

  private static Table plugin(Table table, String uri) {
    return table.tableOrNull("plugins").tableOrNull(uri);
  }

  @Test
  public void aFileWithoutVersionIsOfVersion1AndNamesPluginsById() {
    Table table =
        migrated(
            "disabled_plugins = ['cri', 'aufs']\n[plugins.overlayfs]\nroot_path = '/o'\n"
                + "[plugins.scheduler]\npause_threshold = 0.1\n");
    assertEquals(
        "disabled_plugins = ['io.containerd.grpc.v1.cri', 'io.containerd.snapshotter.v1.aufs']",
        TomlWriter.write(table).lines().findFirst().orElseThrow());
    assertEquals("/o", value(plugin(table, "io.containerd.snapshotter.v1.overlayfs"), "root_path"));
    assertEquals(0.1, value(plugin(table, "io.containerd.gc.v1.scheduler"), "pause_threshold"));
  }

  @Test
  public void migratedValuesKeepTheirPlaces() {
    Table table = migrated("version = 2\n[grpc]\n  address = '/a'\n");
    assertEquals(
        "c.toml:3:3",
        plugin(table, "io.containerd.server.v1.grpc").get("address").place().toString());
  }

  @Test
  public void version2RenamesMonitorsAlsoWhereTheyAreDisabled() {
    Table table =
        migrated(
            "version = 2\ndisabled_plugins = ['io.containerd.internal.v1.restart']\n"
                + "[plugins.'io.containerd.monitor.v1.cgroups']\nno_prometheus = true\n");
    assertTrue(
        TomlWriter.write(table)
            .startsWith("disabled_plugins = ['io.containerd.monitor.container.v1.restart']"));
    assertEquals(
        true, value(plugin(table, "io.containerd.monitor.task.v1.cgroups"), "no_prometheus"));
  }

  @Test
  public void coreSchedulingBecomesTheEnvironmentOfShims() {
    Table table =
        migrated("version = 2\n[plugins.'io.containerd.runtime.v2.task']\nsched_core = true\n");
    assertEquals(
        "env = ['SCHED_CORE=1']\n",
        TomlWriter.write(plugin(table, "io.containerd.shim.v1.manager")));
    assertFalse(plugin(table, "io.containerd.runtime.v2.task").has("sched_core"));
  }

  @Test
  public void criIsTakenApart() {
    Table table =
        migrated(
            """
            version = 2
            [plugins."io.containerd.grpc.v1.cri"]
              sandbox_image = "pause:3.9"
              max_concurrent_downloads = 7
              stream_server_port = "10010"
              enable_selinux = true
              [plugins."io.containerd.grpc.v1.cri".cni]
                bin_dir = "/cni"
              [plugins."io.containerd.grpc.v1.cri".containerd]
                snapshotter = "native"
                default_runtime_name = "crun"
                [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.kata]
                  snapshotter = "erofs"
                  sandbox_mode = "shim"
              [plugins."io.containerd.grpc.v1.cri".registry]
                config_path = "/certs"
            """);
    Table images = plugin(table, "io.containerd.cri.v1.images");
    Table runtime = plugin(table, "io.containerd.cri.v1.runtime");
    assertEquals("pause:3.9", value(images, "pinned_images", "sandbox"));
    assertEquals(7L, value(images, "max_concurrent_downloads"));
    assertEquals("native", value(images, "snapshotter"));
    assertEquals("/certs", value(images, "registry", "config_path"));
    assertEquals("erofs", value(images, "runtime_platforms", "kata", "snapshotter"));
    assertEquals(true, value(runtime, "enable_selinux"));
    assertEquals("crun", value(runtime, "containerd", "default_runtime_name"));
    assertNull(value(runtime, "containerd", "snapshotter"));
    assertEquals("shim", value(runtime, "containerd", "runtimes", "kata", "sandboxer"));
    assertEquals("erofs", value(runtime, "containerd", "runtimes", "kata", "snapshotter"));
    assertEquals("bin_dirs = ['/cni']\n", TomlWriter.write(runtime.tableOrNull("cni")));
    assertEquals(
        "stream_server_port = '10010'\n",
        TomlWriter.write(plugin(table, "io.containerd.grpc.v1.cri")));
  }

  @Test
  public void serversBecomePlugins() {
    Table table =
        migrated(
            """
            version = 3
            [grpc]
              address = "/g"
              gid = 7
              tcp_address = ":99"
              tcp_tls_cert = "/cert"
              max_recv_message_size = 5
            [ttrpc]
              address = ""
            [debug]
              address = "/d"
              level = "debug"
            [metrics]
              address = ":1338"
              grpc_histogram = true
            """);
    Table grpc = plugin(table, "io.containerd.server.v1.grpc");
    Table tcp = plugin(table, "io.containerd.server.v1.grpc-tcp");
    assertEquals("/g", value(grpc, "address"));
    assertEquals(7L, value(grpc, "gid"));
    assertNull(value(grpc, "tcp_address"));
    assertEquals(":99", value(tcp, "address"));
    assertEquals("/cert", value(tcp, "tls_cert"));
    assertEquals(5L, value(tcp, "max_recv_message_size"));
    assertNull(plugin(table, "io.containerd.server.v1.ttrpc"));
    assertEquals("/d", value(plugin(table, "io.containerd.server.v1.debug"), "address"));
    assertEquals("level = 'debug'\n", TomlWriter.write(table.tableOrNull("debug")));
    assertEquals(":1338", value(plugin(table, "io.containerd.server.v1.metrics"), "address"));
    assertEquals(
        true, value(plugin(table, "io.containerd.metrics.v1.grpc-prometheus"), "grpc_histogram"));
    for (String gone : new String[] {"grpc", "ttrpc", "metrics"}) {
      assertFalse(gone, table.has(gone));
    }
  }

  @Test
  public void version4IsLeftAlone() {
    String text = "root = '/r'\n\n[grpc]\n  address = '/x'\n";
    assertEquals(text, TomlWriter.write(migrated("version = 4\n" + text)));
  }

  @Test
  public void aVersionToComeIsRefusedWithItsPlace() {
    Problems problems = assertThrows(Problems.class, () -> migrated("root = '/x'\nversion = 5\n"));
    assertEquals(
        "c.toml:2:1: expected containerd config version equal to or less than `4`, got `5`",
        problems.getMessage());
    assertThrows(Problems.class, () -> migrated("version = 'two'\n"));
  }
}
