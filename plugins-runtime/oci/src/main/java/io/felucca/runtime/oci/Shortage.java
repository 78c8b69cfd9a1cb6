package io.felucca.runtime.oci;

import static io.felucca.linux.Errno.EAGAIN;
import static io.felucca.linux.Errno.EMFILE;
import static io.felucca.linux.Errno.ENFILE;
import static io.felucca.linux.Errno.ENOMEM;

import io.felucca.linux.LinuxException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A want of descriptors, processes or memory: what fails for that works when others have given
 * theirs back.
 */
final class Shortage {
  private static final long PAUSE_MS = 50;

  private Shortage() {}

  /** Does a step, again and again where it fails for a shortage, at most as long as this. */
  static void outlast(Duration patience, Runnable step) {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        step.run();
        return;
      } catch (RuntimeException e) {
        if (!isBehind(e) || System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MS));
      }
    }
  }

  /** Whether a shortage is among the causes; what comes from Java tells it as a text alone. */
  private static boolean isBehind(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof LinuxException e && e.is(EMFILE, ENFILE, EAGAIN, ENOMEM)
          || String.valueOf(cause.getMessage()).contains("Too many open files")) {
        return true;
      }
    }
    return false;
  }
}
