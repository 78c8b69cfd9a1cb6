package io.felucca.registry.config;

import java.nio.file.Path;

/**
 * A file of the configuration as it would be.
 *
 * @param file where it stands, or would stand
 * @param text its content; null where it would be gone
 */
public record Overlay(Path file, String text) {}
