/** The shim's program: how it is found, started, asked and told to clean up. */
package io.felucca.shim.launch;
