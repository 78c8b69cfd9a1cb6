/** The heart of the daemon: configuration, plugin graph, slots and hot-swap. */
package io.felucca.registry;
