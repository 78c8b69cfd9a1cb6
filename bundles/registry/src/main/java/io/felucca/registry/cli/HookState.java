package io.felucca.registry.cli;

import io.felucca.registry.toml.Item;
import io.felucca.registry.toml.JsonReader;
import io.felucca.registry.toml.Place;
import io.felucca.registry.toml.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A container's state as a hook gets it (OCI runtime specification, "State"). */
record HookState(Table state) {
  static HookState read(String json) {
    Item read = JsonReader.read(json, Place.of("standard input"));
    if (!read.isTable()) {
      throw new IllegalArgumentException("standard input holds no container state");
    }
    return new HookState(read.table());
  }

  /** A value at the top of it; empty where it has none. */
  String text(String key) {
    Item item = state.get(key);
    return item == null ? "" : item.value().toString();
  }

  /** The number of the container's process; 0 where there is none yet or any more. */
  String pid() {
    String pid = text("pid");
    return pid.isEmpty() ? "0" : pid;
  }

  String annotation(String key) {
    Item item = state.at("annotations", key);
    return item == null ? "" : item.value().toString();
  }

  /** The root file system, which only the bundle's configuration names. */
  String rootfs() {
    Path bundle = Path.of(text("bundle"));
    try {
      String json = Files.readString(bundle.resolve("config.json"));
      Item path = JsonReader.read(json, Place.of("config.json")).table().at("root", "path");
      return path == null ? "" : bundle.resolve((String) path.value()).normalize().toString();
    } catch (IOException e) {
      throw new IllegalArgumentException("no root file system: " + e, e);
    }
  }
}
