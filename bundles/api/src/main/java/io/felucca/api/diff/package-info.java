/** Differs and appliers: layers from file systems and back. */
@Export
@Version("1.1.0")
package io.felucca.api.diff;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
