package io.felucca.registry.slot;

/** {@link Object#wait} that keeps the interrupt for whoever asks next. */
final class Waiting {
  private Waiting() {}

  /** Waits on a monitor that the caller holds; false where the thread was interrupted. */
  static boolean on(Object monitor, long millis) {
    try {
      monitor.wait(millis);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
