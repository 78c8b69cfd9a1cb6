/** Bundles: which plugins they declare, and how those of the plugins folder come and go. */
package io.felucca.registry.bundle;
