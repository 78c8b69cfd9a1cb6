/** The daemon's command line as far as it needs no daemon. */
package io.felucca.registry.cli;
