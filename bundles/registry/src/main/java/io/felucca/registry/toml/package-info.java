/** TOML as a tree in which every value knows its place, read from files and written again. */
package io.felucca.registry.toml;
