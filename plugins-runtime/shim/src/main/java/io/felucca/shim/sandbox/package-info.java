/** Sandboxes that live in shims: those that have a sandbox service beside their task service. */
package io.felucca.shim.sandbox;
