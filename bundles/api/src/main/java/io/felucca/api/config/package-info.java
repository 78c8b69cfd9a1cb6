/**
 * The daemon's configuration as one object that is looked at, changed and brought back while it
 * runs.
 */
@Export
@Version("1.0.0")
package io.felucca.api.config;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
