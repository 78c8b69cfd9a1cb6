/** Images as registries and content stores hold them: manifests, indexes, configurations. */
@Export
@Version("1.0.0")
package io.felucca.oci.image;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
