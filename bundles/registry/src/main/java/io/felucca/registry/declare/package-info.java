/** What bundles declare: plugins in the manifest, and the keys of their configuration. */
package io.felucca.registry.declare;
