package io.felucca.api.config;

/**
 * One value of the configuration.
 *
 * @param key its path, as TOML writes dotted keys
 * @param value as TOML
 * @param place where it comes from: file, line and column, {@code default}, or the flag
 * @param effect what a change of it does: {@code restart}, or {@code live} and the plugins that
 *     would be replaced
 */
public record ConfigValue(String key, String value, String place, String effect) {}
