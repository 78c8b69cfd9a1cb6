/** Leases: what holds resources while nothing else does. */
@Export
@Version("1.0.0")
package io.felucca.api.lease;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
