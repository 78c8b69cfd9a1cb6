/** The shim's task service as Java calls: messages, faults, versions. */
package io.felucca.shim.wire;
