/** Names of runtimes, the handlers that a configuration gives them, and their options. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.felucca.wire.runtime;
