package io.felucca.launcher;

import java.lang.System.Logger.Level;

/**
 * Tells the supervisor how the daemon is: the protocol of sd_notify(3), used where the environment
 * names a {@code NOTIFY_SOCKET}.
 *
 * <p>Nothing depends on it: what cannot be sent is logged and forgotten.
 */
final class Notifier {
  private final String address;

  /** A notifier that writes to {@code address}, a path or {@code @name}; null or empty for none. */
  Notifier(String address) {
    this.address = address;
  }

  void ready() {
    send("READY=1");
  }

  void reloading() {
    send("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / 1000);
  }

  void stopping() {
    send("STOPPING=1");
  }

  private void send(String state) {
    if (address == null || address.isEmpty()) {
      return;
    }
    try {
      Datagram.send(address, state);
    } catch (Exception | LinkageError e) {
      LauncherLog.say(Level.WARNING, "cannot notify the supervisor socket=" + address, e);
    }
  }
}
