/** What a plugin is, how it declares itself, and how it is reached. */
@Export
@Version("1.2.0")
package io.felucca.api.plugin;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
