/**
 * The heart of the daemon: configuration, plugin graph, slots and hot-swap.
 *
 * <p>A configuration is checked whole before anything moves. A wrong type or value is an error that
 * keeps the daemon from coming up; an unknown key is a warning then, as in containerd. While the
 * daemon runs both are refused, whichever door the change comes through, and all stays as it is.
 * Either way file, line, column and the nearest known key are told.
 */
package io.felucca.registry;
