/** Configuration files of versions 1 to 3, made into version 4 in memory. */
package io.felucca.registry.migrate;
