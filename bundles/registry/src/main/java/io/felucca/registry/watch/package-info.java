/** Watches folders for changes. */
package io.felucca.registry.watch;
