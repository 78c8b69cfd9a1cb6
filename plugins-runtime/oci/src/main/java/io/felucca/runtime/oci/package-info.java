/**
 * The runtime that runs containers by itself: an OCI runtime makes them, and a small supervisor
 * beside each keeps them while daemons come and go.
 */
package io.felucca.runtime.oci;
