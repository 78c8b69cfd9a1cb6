/** The runtime specification as a value, and what builds it. */
@Export
@Version("1.0.0")
package io.felucca.oci.spec;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
