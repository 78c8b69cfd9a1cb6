/**
 * Transactions over the embedded store: ordered buckets, view and update, group commit.
 *
 * <p>A store is one LMDB file. It holds a tree of buckets; a bucket maps names to values or to
 * nested buckets, in bytewise order. Readers see the snapshot of the moment they began and never
 * wait for writers. Writers run one at a time and are durable when {@code update} returns; those
 * that wait at the same moment share one commit.
 *
 * <pre>{@code
 * try (Store store = Stores.open(Path.of("meta.db"))) {
 *   store.write(tx -> tx.root().make("v1", "default", "images").putText("busybox", "sha256:..."));
 *   Map<String, String> images = store.view(tx -> tx.root().at("v1", "default", "images").texts());
 * }
 * }</pre>
 */
@Export
@Version("1.1.0")
package io.felucca.store;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
