/**
 * The runtime that drives shims: programs named {@code containerd-shim-*-v2}, one process for a
 * task or a group of tasks, which outlive the daemon.
 */
package io.felucca.shim.runtime;
