package io.felucca.overlayfs;

import io.felucca.api.Mount;
import io.felucca.api.snapshot.SnapshotKind;
import io.felucca.snapshots.book.Snapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Says what to mount for a snapshot: a bind mount where one folder is enough, an overlay else
 * (kernel documentation, overlayfs).
 */
final class OverlayMounts {
  static final String UID_MAPPING = "containerd.io/snapshot/uidmapping";
  static final String GID_MAPPING = "containerd.io/snapshot/gidmapping";

  private final Function<String, Path> folders;
  private final List<String> options;
  private final boolean mapIds;

  OverlayMounts(Function<String, Path> folders, List<String> options, boolean mapIds) {
    this.folders = folders;
    this.options = List.copyOf(options);
    this.mapIds = mapIds;
  }

  List<Mount> of(Snapshot snapshot) {
    List<String> mapped = mapping(snapshot.info().labels());
    boolean writable = snapshot.kind() == SnapshotKind.ACTIVE;
    if (snapshot.parentIds().isEmpty()) {
      return bind(snapshot.id(), writable ? "rw" : "ro", mapped);
    }
    if (!writable && snapshot.parentIds().size() == 1) {
      return bind(snapshot.parentIds().get(0), "ro", mapped);
    }
    return overlay(snapshot, writable, mapped);
  }

  private List<Mount> bind(String id, String access, List<String> mapped) {
    List<String> all = new ArrayList<>(mapped);
    all.add(access);
    all.add("rbind");
    return List.of(Mount.of("bind", upper(id).toString(), all));
  }

  private List<Mount> overlay(Snapshot snapshot, boolean writable, List<String> mapped) {
    List<String> all = new ArrayList<>(mapped);
    all.addAll(options);
    if (writable) {
      all.add("workdir=" + folders.apply(snapshot.id()).resolve("work"));
      all.add("upperdir=" + upper(snapshot.id()));
    }
    all.add(
        snapshot.parentIds().stream()
            .map(id -> upper(id).toString())
            .collect(Collectors.joining(":", "lowerdir=", "")));
    return List.of(Mount.of("overlay", "overlay", all));
  }

  private List<String> mapping(Map<String, String> labels) {
    List<String> mapped = new ArrayList<>();
    if (mapIds && labels.containsKey(UID_MAPPING)) {
      mapped.add("uidmap=" + labels.get(UID_MAPPING));
    }
    if (mapIds && labels.containsKey(GID_MAPPING)) {
      mapped.add("gidmap=" + labels.get(GID_MAPPING));
    }
    return mapped;
  }

  /** A layer's own files. */
  Path upper(String id) {
    return folders.apply(id).resolve("fs");
  }
}
