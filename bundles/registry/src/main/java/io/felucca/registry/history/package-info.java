/** The configurations that were in force, on disk. */
package io.felucca.registry.history;
