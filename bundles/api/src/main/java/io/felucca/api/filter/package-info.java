/** The filter grammar of list and subscribe calls. */
@Export
@Version("1.0.0")
package io.felucca.api.filter;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
