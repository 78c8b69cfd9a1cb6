/**
 * The program {@code containerd-shim-felucca-v2}: a runtime of ours behind the shim protocol, for a
 * daemon that is not.
 *
 * <p>One process serves all containers of one containerd. It is started, found and retired by the
 * shell script {@code bin/containerd-shim-felucca-v2}, which shares a folder with it: see {@link
 * io.felucca.runtime.serve.Place}.
 */
package io.felucca.runtime.serve;
