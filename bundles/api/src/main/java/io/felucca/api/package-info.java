/** The words every room shares: scope, fault, digest, descriptor, mount, labels and field paths. */
@Export
@Version("1.1.0")
package io.felucca.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
