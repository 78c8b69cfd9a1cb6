/** The content store: blobs by digest and the ingests that become them. */
@Export
@Version("1.1.0")
package io.felucca.api.content;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
