/** Devices of the Container Device Interface: read from their files, put into specifications. */
@Export
@Version("1.0.0")
package io.felucca.oci.cdi;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
