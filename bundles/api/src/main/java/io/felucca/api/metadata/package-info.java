/** The namespaced world over the plugins. */
@Export
@Version("1.1.0")
package io.felucca.api.metadata;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
