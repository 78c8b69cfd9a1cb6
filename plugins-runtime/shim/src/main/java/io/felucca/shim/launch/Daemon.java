package io.felucca.shim.launch;

/**
 * What shims are told about the daemon.
 *
 * @param address of its gRPC socket; also what shims make their own socket's name from
 * @param ttrpcAddress where they publish events
 * @param binary its program, which older shims run to publish
 */
public record Daemon(String address, String ttrpcAddress, String binary) {}
