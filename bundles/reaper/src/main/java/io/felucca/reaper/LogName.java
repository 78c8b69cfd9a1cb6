package io.felucca.reaper;

/**
 * What a logger process ({@code binary://}) is told about whose output it gets.
 *
 * @param namespace its CONTAINER_NAMESPACE
 * @param id its CONTAINER_ID; of an exec, that one's own ID, as containerd's shim has it
 */
public record LogName(String namespace, String id) {}
