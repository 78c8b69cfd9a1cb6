/**
 * The client library: images, snapshots, containers and tasks of a running daemon, Felucca or
 * containerd alike.
 *
 * <p>{@link io.felucca.client.Felucca} connects, {@link io.felucca.client.Workspace} is one of its
 * namespaces, and from there the words are those of containerd: an image is unpacked into
 * snapshots, a container is a record that names a snapshot and a specification, a task is what
 * runs.
 *
 * <p>Calls block, on virtual threads as well as on others; what takes its time as a matter of
 * course, such as a process' end, is a {@link java.util.concurrent.CompletableFuture}. An interrupt
 * ends the call under way. Errors are {@link io.felucca.api.Fault}, told apart by their kind.
 * Everything here may be used by many threads, unless its description says otherwise.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.felucca.client;
