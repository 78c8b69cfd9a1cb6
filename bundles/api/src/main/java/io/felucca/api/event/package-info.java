/** Events: what happened, published once and seen by every subscriber. */
@Export
@Version("1.2.0")
package io.felucca.api.event;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
