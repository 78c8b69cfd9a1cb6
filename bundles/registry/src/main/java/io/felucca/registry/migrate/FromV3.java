package io.felucca.registry.migrate;

import io.felucca.registry.toml.Item;
import io.felucca.registry.toml.Place;
import io.felucca.registry.toml.Table;
import java.util.List;
import java.util.Map;

/** Version 4 made the servers plugins: what stood at the top stands under their names. */
final class FromV3 {
  private static final String SERVER = "io.containerd.server.v1.";
  private static final String HISTOGRAM = "grpc_histogram";
  private static final List<String> SIZES =
      List.of("max_recv_message_size", "max_send_message_size");
  private static final Map<String, String> OF_TCP =
      Map.of(
          "tcp_address", "address",
          "tcp_tls_ca", "tls_ca",
          "tcp_tls_cert", "tls_cert",
          "tcp_tls_key", "tls_key",
          "tcp_tls_common_name", "tls_common_name");

  private final Table file;

  private FromV3(Table file) {
    this.file = file;
  }

  static void migrate(Table file) {
    new FromV3(file).run();
  }

  private void run() {
    grpc();
    whole("ttrpc");
    debug();
    metrics();
  }

  private Table section(String uri, Place place) {
    return file.tableAt("plugins", place).tableAt(uri, place);
  }

  private void grpc() {
    Item grpc = file.get("grpc");
    if (grpc == null || !grpc.isTable()) {
      return;
    }
    Item tcpAddress = grpc.table().get("tcp_address");
    boolean tcp = tcpAddress != null && !tcpAddress.isZero();
    for (Map.Entry<String, String> name : OF_TCP.entrySet()) {
      Item item = grpc.table().remove(name.getKey());
      if (item != null && !item.isZero()) {
        section(SERVER + "grpc-tcp", grpc.place()).put(name.getValue(), item);
      }
    }
    if (tcp) {
      SIZES.forEach(size -> copySize(grpc, size));
    }
    whole("grpc");
  }

  private void copySize(Item grpc, String size) {
    if (grpc.table().has(size)) {
      section(SERVER + "grpc-tcp", grpc.place()).put(size, grpc.table().get(size));
    }
  }

  private void whole(String name) {
    Item old = file.get(name);
    if (old != null && old.isTable()) {
      file.remove(name);
      for (Map.Entry<String, Item> entry : old.table().entries()) {
        boolean unset = "".equals(entry.getValue().value());
        if (!unset) {
          set(SERVER + name, old, entry.getKey(), entry.getValue());
        }
      }
    }
  }

  private void set(String uri, Item from, String key, Item item) {
    section(uri, from.place()).putIfAbsent(key, item);
  }

  /** Of {@code [debug]} only the socket moves; what is logged stays. */
  private void debug() {
    Item debug = file.get("debug");
    if (debug == null || !debug.isTable()) {
      return;
    }
    Item address = debug.table().get("address");
    boolean used = address != null && !address.isZero();
    for (String key : List.of("address", "uid", "gid")) {
      Item item = debug.table().remove(key);
      if (item != null && used) {
        set(SERVER + "debug", debug, key, item);
      }
    }
  }

  private void metrics() {
    Item metrics = file.get("metrics");
    if (metrics == null || !metrics.isTable()) {
      return;
    }
    Item histogram = metrics.table().remove(HISTOGRAM);
    if (histogram != null && !histogram.isZero()) {
      set("io.containerd.metrics.v1.grpc-prometheus", metrics, HISTOGRAM, histogram);
    }
    whole("metrics");
  }
}
