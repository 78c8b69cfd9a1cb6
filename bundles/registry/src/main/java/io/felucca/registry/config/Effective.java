package io.felucca.registry.config;

import io.felucca.registry.toml.Item;
import io.felucca.registry.toml.Place;
import io.felucca.registry.toml.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Lays files over defaults and flags over both, and fills in what follows from other values. */
final class Effective {
  static final String GRPC = "io.containerd.server.v1.grpc";
  static final String TTRPC = "io.containerd.server.v1.ttrpc";

  private final Table table = Defaults.table();

  private Effective() {}

  static Table of(Table files, Flags flags) {
    Effective effective = new Effective();
    Merge.into(effective.table, files);
    effective.lay(flags);
    effective.addresses(flags.address());
    return effective.table;
  }

  private void lay(Flags flags) {
    flag("--root", flags.root(), table, "root");
    flag("--state", flags.state(), table, "state");
    flag("--log-level", flags.logLevel(), table.tableAt("debug", Defaults.PLACE), "level");
  }

  private static void flag(String name, String value, Table to, String key) {
    if (value != null) {
      to.put(key, new Item(value, Place.of("flag " + name)));
    }
  }

  private void addresses(String flag) {
    Table plugins = table.tableAt("plugins", Defaults.PLACE);
    Table grpc = plugins.tableAt(GRPC, Defaults.PLACE);
    Table ttrpc = plugins.tableAt(TTRPC, Defaults.PLACE);
    flag("--address", flag, grpc, "address");
    orElse(grpc, "address", Defaults.ADDRESS);
    owner(grpc, "uid");
    owner(grpc, "gid");
    orElse(ttrpc, "address", grpc.get("address").value() + ".ttrpc");
    ttrpc.putIfAbsent("uid", grpc.get("uid"));
    ttrpc.putIfAbsent("gid", grpc.get("gid"));
  }

  private static void orElse(Table in, String key, String value) {
    if (!in.has(key) || in.get(key).isZero()) {
      in.put(key, new Item(value, Defaults.PLACE));
    }
  }

  private static void owner(Table grpc, String key) {
    try {
      Integer own = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:" + key);
      grpc.putIfAbsent(key, new Item(own.longValue(), Defaults.PLACE));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot find out this process's " + key, e);
    }
  }
}
