/** What every call shares: on whose behalf it runs, and how faults cross the wire. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.felucca.wire.call;
