/**
 * Plugins in other processes, as clients of theirs: one shared connection for each address, a limit
 * for each call, and faults that say which plugin, where, and what to do.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.felucca.wire.proxy;
