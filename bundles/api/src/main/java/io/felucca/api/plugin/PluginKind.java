package io.felucca.api.plugin;

/**
 * A plugin type together with the Java interface its plugins implement.
 *
 * @param type the type's name on the wire, such as {@code io.containerd.snapshotter.v1}
 * @param service the interface
 */
public record PluginKind<T>(String type, Class<T> service) {}
