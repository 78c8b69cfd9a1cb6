/**
 * Messages of the wire as records of the api, and back: both directions of a message in one class.
 *
 * <p>What is missing on the wire is null, empty or zero in a record as that record says, and is
 * left out again on the way back. What is malformed (a digest, say) is an {@code INVALID_ARGUMENT}
 * fault.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.felucca.wire.convert;
