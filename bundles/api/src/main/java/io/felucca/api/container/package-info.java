/** Containers: the records tasks are made from. */
@Export
@Version("1.0.0")
package io.felucca.api.container;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
