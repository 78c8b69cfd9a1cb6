/** The configuration: files, flags and defaults become one immutable object. */
package io.felucca.registry.config;
