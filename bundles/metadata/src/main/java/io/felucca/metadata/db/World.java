package io.felucca.metadata.db;

import io.felucca.store.Bucket;
import io.felucca.store.Tx;
import java.util.ArrayList;
import java.util.List;

/** All namespaces, inside a transaction. */
public class World {
  static final String NAMESPACES = "namespaces";

  private final Tx tx;

  World(Tx tx) {
    this.tx = tx;
  }

  /** The namespace; in a change it is made where it is not there, in a view it is empty then. */
  public final Space space(String name) {
    Bucket root = tx.root();
    Bucket bucket = tx.writable() ? root.make(NAMESPACES, name) : root.at(NAMESPACES, name);
    return new Space(name, bucket, tx.writable());
  }

  public final boolean has(String name) {
    return tx.root().at(NAMESPACES).has(name);
  }

  /** The namespaces, in order. */
  public final List<String> names() {
    List<String> names = new ArrayList<>();
    tx.root().at(NAMESPACES).entries().buckets().forEach(entry -> names.add(entry.name()));
    return names;
  }

  /** The commits of snapshots that were begun and not noted as done. */
  public final Table<PendingCommit> pendingCommits() {
    Bucket root = tx.root();
    Bucket bucket = tx.writable() ? root.make("commits") : root.at("commits");
    return new Table<>(bucket, new PendingCommit.PendingCodec());
  }

  final Tx tx() {
    return tx;
  }
}
