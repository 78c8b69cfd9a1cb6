/**
 * Conformance suites: a vendor's test extends the suite of its plugin's type and gives {@code
 * create}.
 */
@Export
@Version("1.1.0")
package io.felucca.testkit;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
