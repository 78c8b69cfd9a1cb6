/**
 * The ttrpc protocol of containerd's shims: frames, client and server, written by hand because no
 * maintained Java library exists.
 *
 * <p>One {@link io.felucca.ttrpc.TtrpcTransport} owns one thread and any number of connections.
 * Clients come from {@link io.felucca.ttrpc.TtrpcTransport#connect}, servers from {@link
 * io.felucca.ttrpc.TtrpcTransport#serve}. Messages are bytes: which protobuf classes they hold is
 * the caller's business, so that no protobuf type stands in these signatures.
 *
 * <p>Protocol: github.com/containerd/ttrpc, PROTOCOL.md, versions 1.0 (unary) and 1.2 (streams).
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.1.0")
package io.felucca.ttrpc;
