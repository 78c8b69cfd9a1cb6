/** Figures of the daemon for Prometheus: what is counted, and the HTTP socket that shows it. */
package io.felucca.server.metrics;
