/**
 * Starts the daemon: an OSGi framework with the bundles of the installation, and what a process
 * owes its supervisor (signals, log lines, sd_notify, exit codes). The only package outside the
 * registry that knows the OSGi framework's API.
 */
package io.felucca.launcher;
