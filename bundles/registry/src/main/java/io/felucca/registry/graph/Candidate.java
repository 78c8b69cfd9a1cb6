package io.felucca.registry.graph;

import io.felucca.registry.declare.Declaration;
import io.felucca.registry.declare.Schema;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;

/**
 * A bundle that can provide a plugin.
 *
 * @param declaration what it says of the plugin
 * @param bundle the code
 * @param origin the bundle in words: name, version, and the jar where it was dropped in
 * @param schema the keys that its component takes
 */
public record Candidate(
    Declaration declaration, Bundle bundle, String origin, Supplier<Schema> schema) {}
