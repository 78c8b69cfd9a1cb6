/**
 * Serves our content store, our snapshotters and those of vendors to other daemons, as the proxy
 * plugins of containerd's configuration: the program {@code felucca-host}.
 */
package io.felucca.proxy.host;
