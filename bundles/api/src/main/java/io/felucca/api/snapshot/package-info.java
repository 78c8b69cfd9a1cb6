/** Snapshotters: stacked file systems by key. */
@Export
@Version("1.1.0")
package io.felucca.api.snapshot;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
