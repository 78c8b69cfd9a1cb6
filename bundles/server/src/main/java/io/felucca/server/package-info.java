/**
 * The daemon's sockets: gRPC for clients, ttrpc for the events of shims.
 *
 * <p>Which gRPC services there are is found on the whiteboard ({@link
 * io.felucca.server.Whiteboard}), the one dynamic reference outside of the registry: services come,
 * go and are replaced while clients call.
 */
package io.felucca.server;
