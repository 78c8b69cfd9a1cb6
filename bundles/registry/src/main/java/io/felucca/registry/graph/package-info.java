/** The graph of plugins: what is wanted, in which order it comes up, and where each one stands. */
package io.felucca.registry.graph;
