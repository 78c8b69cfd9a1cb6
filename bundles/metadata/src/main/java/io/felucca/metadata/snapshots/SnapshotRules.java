package io.felucca.metadata.snapshots;

import io.felucca.api.Fault;
import io.felucca.api.snapshot.SnapshotInfo;
import io.felucca.metadata.db.LabelRules;
import io.felucca.metadata.db.SnapshotRecord;
import java.util.HashMap;
import java.util.Map;

/** What snapshots of a namespace must be, and how they look to the backend and to clients. */
final class SnapshotRules {
  /** On prepare: the committed snapshot that the caller is after; a backend may have it already. */
  static final String TARGET = "containerd.io/snapshot.ref";

  private static final String INHERITED = "containerd.io/snapshot/";
  private static final int LONGEST_KEY = 4096;

  private SnapshotRules() {}

  static void check(String key, Map<String, String> labels) {
    if (key.isEmpty()) {
      throw Fault.invalid("snapshot key must not be empty");
    }
    if (key.length() > LONGEST_KEY) {
      throw Fault.invalid(
          "snapshot key of %d characters is longer than %d", key.length(), LONGEST_KEY);
    }
    LabelRules.check("info.Labels", labels);
  }

  static Fault notFound(String key) {
    return Fault.notFound("snapshot %s does not exist", key);
  }

  static Fault parentNotFound(String parent) {
    return Fault.notFound("parent snapshot %s does not exist", parent);
  }

  /** The labels that the backend gets to see; the others are the namespace's own. */
  static Map<String, String> inherited(Map<String, String> labels) {
    Map<String, String> inherited = new HashMap<>();
    labels.forEach(
        (key, value) -> {
          if (key.equals(TARGET) || key.startsWith(INHERITED)) {
            inherited.put(key, value);
          }
        });
    return inherited;
  }

  /** What the client sees: kind and more labels from the backend, the rest from the store. */
  static SnapshotInfo merged(SnapshotRecord snapshot, SnapshotInfo backend) {
    return new SnapshotInfo(
        backend.kind(),
        snapshot.key(),
        snapshot.parent(),
        merged(backend.labels(), snapshot.labels()),
        snapshot.createdAt(),
        snapshot.updatedAt());
  }

  /** All of both; where both have a key, the second's value. */
  static Map<String, String> merged(Map<String, String> weak, Map<String, String> strong) {
    if (strong.keySet().containsAll(weak.keySet())) {
      return strong;
    }
    Map<String, String> merged = new HashMap<>(weak);
    merged.putAll(strong);
    return merged;
  }
}
