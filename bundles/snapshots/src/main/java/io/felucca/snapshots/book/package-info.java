/**
 * The book that every snapshotter keeps: which snapshots there are, under which IDs, on which
 * parents.
 */
@Export
@Version("1.0.0")
package io.felucca.snapshots.book;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
