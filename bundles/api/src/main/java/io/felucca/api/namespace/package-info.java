/** Namespaces: the tenants of the daemon. */
@Export
@Version("1.0.0")
package io.felucca.api.namespace;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
