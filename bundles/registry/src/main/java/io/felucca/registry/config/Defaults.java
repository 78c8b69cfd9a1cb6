package io.felucca.registry.config;

import io.felucca.registry.migrate.Migration;
import io.felucca.registry.toml.Item;
import io.felucca.registry.toml.Place;
import io.felucca.registry.toml.Table;
import java.util.List;

/** The built-in configuration, outside of plugins. */
final class Defaults {
  static final Place PLACE = Place.of("default");
  static final String ADDRESS = "/run/containerd/containerd.sock";

  private static final String DECODER = "io.containerd.ocicrypt.decoder.v1.tar";
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";

  private Defaults() {}

  /** Whether nobody has written the item. */
  static boolean isDefault(Item item) {
    return item.place() == PLACE;
  }

  /** A new table, in the order in which containerd writes it. */
  static Table table() {
    Table table = new Table();
    put(table, "version", Migration.NEWEST);
    put(table, "root", "/var/lib/containerd");
    put(table, "state", "/run/containerd");
    put(table, "temp", "");
    put(table, "disabled_plugins", List.of());
    put(table, "required_plugins", List.of());
    put(table, "oom_score", 0L);
    table.put("imports", Item.strings(List.of("/etc/containerd/conf.d/*.toml"), PLACE));
    Table debug = table.tableAt("debug", PLACE);
    put(debug, "level", "");
    put(debug, "format", "");
    table.tableAt("plugins", PLACE);
    put(table.tableAt("cgroup", PLACE), "path", "");
    timeouts(table.tableAt("timeouts", PLACE));
    Table processors = table.tableAt("stream_processors", PLACE);
    decoder(processors.tableAt(DECODER, PLACE), "");
    decoder(processors.tableAt(DECODER + ".gzip", PLACE), "+gzip");
    return table;
  }

  private static void timeouts(Table table) {
    String name = "io.containerd.timeout.";
    put(table, name + "bolt.open", "0s");
    put(table, name + "metrics.shimstats", "2s");
    put(table, name + "shim.cleanup", "5s");
    put(table, name + "shim.load", "5s");
    put(table, name + "shim.shutdown", "3s");
    put(table, name + "task.state", "2s");
  }

  /** The stream processor for encrypted layers, which ocicrypt installs. */
  private static void decoder(Table table, String compression) {
    String keys = "/etc/containerd/ocicrypt/";
    table.put("accepts", Item.strings(List.of(LAYER + compression + "+encrypted"), PLACE));
    put(table, "returns", LAYER + compression);
    put(table, "path", "ctd-decoder");
    table.put("args", Item.strings(List.of("--decryption-keys-path", keys + "keys"), PLACE));
    String provider = "OCICRYPT_KEYPROVIDER_CONFIG=" + keys + "ocicrypt_keyprovider.conf";
    table.put("env", Item.strings(List.of(provider), PLACE));
  }

  private static void put(Table table, String key, Object value) {
    table.put(key, new Item(value, PLACE));
  }
}
