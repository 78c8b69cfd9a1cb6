package io.felucca.api.snapshot;

/** What a snapshot is good for. */
public enum SnapshotKind {
  /** Read-only, over a parent. */
  VIEW("view"),
  /** Writable, to be committed or used as a root file system. */
  ACTIVE("active"),
  /** Immutable; a parent for others. */
  COMMITTED("committed");

  private final String text;

  SnapshotKind(String text) {
    this.text = text;
  }

  /** The word that filters compare with. */
  public String text() {
    return text;
  }
}
