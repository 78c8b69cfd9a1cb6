/**
 * Options of a runtime specification by topic, in the manner and with the results of containerd.
 */
@Export
@Version("1.0.0")
package io.felucca.oci.option;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
