package io.felucca.registry.migrate;

import io.felucca.registry.toml.Item;
import io.felucca.registry.toml.Place;
import io.felucca.registry.toml.Table;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes the one CRI plugin of version 2 apart: images, runtime, and the streaming server, which
 * keeps the old name.
 */
final class CriSplit {
  private static final String CRI = "io.containerd.grpc.v1.cri";
  private static final String IMAGES = "io.containerd.cri.v1.images";
  private static final String RUNTIME = "io.containerd.cri.v1.runtime";
  private static final Set<String> OF_STREAMING =
      Set.of(
          "disable_tcp_service",
          "stream_server_address",
          "stream_server_port",
          "stream_idle_timeout",
          "enable_tls_streaming",
          "x509_key_pair_streaming");
  private static final Set<String> OF_IMAGES =
      Set.of(
          "registry",
          "image_decryption",
          "max_concurrent_downloads",
          "image_pull_progress_timeout",
          "image_pull_with_sync_fs",
          "stats_collect_period");
  private static final List<String> OF_IMAGES_IN_CONTAINERD =
      List.of("snapshotter", "disable_snapshot_annotations", "discard_unpacked_layers");

  private final Table cri;
  private final Table images;
  private final Table runtime;
  private final Place place;

  private CriSplit(Table plugins, Item cri) {
    this.cri = cri.table();
    this.place = cri.place();
    this.images = plugins.tableAt(IMAGES, place);
    this.runtime = plugins.tableAt(RUNTIME, place);
  }

  static void migrate(Table plugins) {
    Item cri = plugins.get(CRI);
    if (cri != null && cri.isTable()) {
      new CriSplit(plugins, cri).split();
      List.of(CRI, IMAGES, RUNTIME).forEach(name -> removeEmpty(plugins, name));
    }
  }

  private static void removeEmpty(Table plugins, String name) {
    if (plugins.get(name).isZero()) {
      plugins.remove(name);
    }
  }

  private void split() {
    for (Map.Entry<String, Item> entry : cri.snapshot()) {
      if (!OF_STREAMING.contains(entry.getKey())) {
        move(entry.getKey(), cri.remove(entry.getKey()));
      }
    }
    splitContainerd();
    renameBinDir();
  }

  private void move(String key, Item item) {
    if (key.equals("sandbox_image")) {
      images.tableAt("pinned_images", item.place()).put("sandbox", item);
    } else {
      (OF_IMAGES.contains(key) ? images : runtime).put(key, item);
    }
  }

  private void splitContainerd() {
    Table containerd = runtime.tableOrNull("containerd");
    if (containerd == null) {
      return;
    }
    for (String key : OF_IMAGES_IN_CONTAINERD) {
      Item item = containerd.remove(key);
      if (item != null) {
        images.put(key, item);
      }
    }
    Table runtimes = containerd.tableOrNull("runtimes");
    if (runtimes != null) {
      runtimes.entries().forEach(entry -> runtime(entry.getKey(), entry.getValue()));
    }
  }

  private void runtime(String handler, Item settings) {
    if (!settings.isTable()) {
      return;
    }
    Item mode = settings.table().remove("sandbox_mode");
    if (mode != null) {
      settings.table().putIfAbsent("sandboxer", mode);
    }
    Item snapshotter = settings.table().get("snapshotter");
    if (snapshotter != null && !snapshotter.isZero()) {
      images
          .tableAt("runtime_platforms", settings.place())
          .tableAt(handler, settings.place())
          .put("snapshotter", snapshotter);
    }
  }

  private void renameBinDir() {
    Table cni = runtime.tableOrNull("cni");
    Item dir = cni == null ? null : cni.remove("bin_dir");
    if (dir != null && dir.value() instanceof String && !dir.isZero()) {
      cni.putIfAbsent("bin_dirs", new Item(List.of(dir), dir.place()));
    }
  }
}
