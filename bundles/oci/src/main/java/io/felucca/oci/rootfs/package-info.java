/** How files of a container's root file system are read before it runs. */
@Export
@Version("1.0.0")
package io.felucca.oci.rootfs;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
