/**
 * gRPC servers and channels on unix sockets and TCP, with the transport (netty) kept private.
 *
 * <p>Everything a caller touches is grpc-java's own API ({@code io.grpc}); what binds, accepts and
 * moves bytes stays behind {@link io.felucca.grpc.GrpcServer} and {@link
 * io.felucca.grpc.GrpcChannel} and can change without anybody noticing. Both ends accept and send
 * messages of up to 16 MiB, the limit that containerd's clients dial with.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.felucca.grpc;
