/** Slots: the place of a plugin, its instance of the moment, and the callers in it. */
package io.felucca.registry.slot;
