/**
 * Linux system calls and ioctls as plain Java calls.
 *
 * <p>A failed call throws {@link io.felucca.linux.LinuxException}, which names the call, the path
 * and the errno. A descriptor is an {@link io.felucca.linux.Fd}, never a bare number. Nothing
 * native is loaded before the first call. Names are passed as the bytes of {@link
 * io.felucca.linux.FileName}, so that a name which is no valid UTF-8 survives the way through a
 * {@code String}.
 *
 * <p>Sources: the Linux man-pages project, sections 2, 3 and 7; they are named at each call.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.3.0")
package io.felucca.linux;
