/** Garbage collection: what is kept, and when to look. */
@Export
@Version("2.0.0")
package io.felucca.api.gc;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
