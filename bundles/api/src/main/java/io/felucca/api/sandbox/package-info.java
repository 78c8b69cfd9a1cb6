/** Sandboxes: what groups of containers live in, and the controllers that make them. */
@Export
@Version("1.1.0")
package io.felucca.api.sandbox;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
