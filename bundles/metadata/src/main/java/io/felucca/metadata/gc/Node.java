package io.felucca.metadata.gc;

import io.felucca.api.lease.LeaseResource;

/**
 * One thing of a namespace that refers or is referred to.
 *
 * @param key its key in its table; of a snapshot {@code <snapshotter>/<key>}
 */
record Node(Kind kind, String key) {
  enum Kind {
    LEASE,
    CONTENT,
    SNAPSHOT,
    IMAGE,
    INGEST,
    CONTAINER,
    SANDBOX
  }

  static Node snapshot(String snapshotter, String key) {
    return new Node(Kind.SNAPSHOT, snapshotter + "/" + key);
  }

  /** What a lease holds. */
  static Node of(LeaseResource resource) {
    return switch (resource.type()) {
      case "content" -> new Node(Kind.CONTENT, resource.id());
      case "images" -> new Node(Kind.IMAGE, resource.id());
      case "ingests" -> new Node(Kind.INGEST, resource.id());
      default -> snapshot(resource.type().substring("snapshots/".length()), resource.id());
    };
  }

  /**
   * Written out, as all here: what a record has of its own is made at run time, in 10 ms or more.
   */
  @Override
  public boolean equals(Object other) {
    return other instanceof Node node && kind == node.kind && key.equals(node.key);
  }

  @Override
  public int hashCode() {
    return 31 * kind.ordinal() + key.hashCode();
  }

  /** Of a snapshot. */
  String snapshotter() {
    return key.substring(0, key.indexOf('/'));
  }

  /** Of a snapshot. */
  String snapshotKey() {
    return key.substring(key.indexOf('/') + 1);
  }
}
