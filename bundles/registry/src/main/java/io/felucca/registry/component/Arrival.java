package io.felucca.registry.component;

import java.util.concurrent.TimeUnit;
import org.osgi.framework.ServiceReference;

/** The service of one instance, from the moment it is expected. */
final class Arrival {
  private final Arrivals arrivals;
  private final long number;
  private ServiceReference<?> reference;
  private boolean late;

  Arrival(Arrivals arrivals, long number) {
    this.arrivals = arrivals;
    this.number = number;
  }

  /** Waits for the service; null where it does not come in time. */
  synchronized ServiceReference<?> await(long millis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (reference == null) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return null;
      }
      wait(left);
    }
    return reference;
  }

  /** From now on the watcher is told when the service comes; true where it came meanwhile. */
  synchronized boolean lookLater() {
    late = reference == null;
    return reference != null;
  }

  /** Notes the service; true where it comes late. */
  synchronized boolean registered(ServiceReference<?> found) {
    reference = found;
    notifyAll();
    boolean tell = late;
    late = false;
    return tell;
  }

  /** Notes that the service goes; it may come again. */
  synchronized void unregistering() {
    reference = null;
    late = true;
  }

  /** Whether this registration of the service is the one that is there now. */
  synchronized boolean isNow(ServiceReference<?> known) {
    return known.equals(reference);
  }

  /** Nobody waits for it any more. */
  void forget() {
    arrivals.forget(number);
  }
}
