/** Images: names that point to content. */
@Export
@Version("1.0.0")
package io.felucca.api.image;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
