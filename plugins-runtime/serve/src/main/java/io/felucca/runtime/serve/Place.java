package io.felucca.runtime.serve;

import java.nio.file.Path;

/**
 * The folder that the process shares with the script which starts it; one for each containerd, in
 * that one's state folder.
 *
 * <p>Whoever starts or retires a process holds {@code lock} (flock(2)) meanwhile. {@code pid} names
 * the process that listens, by number and start time; it is there from when the process listens
 * until it has been retired.
 */
record Place(Path folder) {
  /** One file for each namespace, with the path of the socket where the shim protocol is spoken. */
  Path sockets() {
    return folder.resolve("sockets");
  }

  /** Held by a process as long as it lives (fcntl(2)): two never serve the same folder. */
  Path alive() {
    return folder.resolve("alive");
  }

  Path pid() {
    return folder.resolve("pid");
  }

  /** A FIFO with the requests of scripts, one a line: see {@link Control}. */
  Path control() {
    return folder.resolve("control");
  }

  /** One file for each task that containerd has here or is about to make: see {@link Ledger}. */
  Path tasks() {
    return folder.resolve("tasks");
  }

  /** The address of containerd's ttrpc socket, as the last start was told. */
  Path events() {
    return folder.resolve("events");
  }

  /** The runtime's own state. */
  Path state() {
    return folder.resolve("state");
  }
}
