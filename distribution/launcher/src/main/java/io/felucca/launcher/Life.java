package io.felucca.launcher;

import java.io.IOException;
import java.lang.System.Logger.Level;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;

/**
 * The daemon from its first line to its exit code: booting, ready, stopping, because it was asked
 * to or because the boot failed.
 */
final class Life {
  /** How long bundles may take to stop, in milliseconds, before the process ends without them. */
  private static final long STOP_LIMIT = 15_000;

  private final Framework framework;
  private final BundleCache cache;
  private final Notifier notifier;
  private volatile boolean ready;
  private volatile boolean stopping;
  private volatile String failure;

  Life(Framework framework, BundleCache cache, Notifier notifier) {
    this.framework = framework;
    this.cache = cache;
    this.notifier = notifier;
  }

  /** The boot is complete. */
  void ready() {
    ready = true;
    try {
      cache.keep();
    } catch (IOException e) {
      LauncherLog.say(Level.WARNING, "cannot keep the bundle cache folder=" + cache.folder(), e);
    }
    notifier.ready();
  }

  boolean isStopping() {
    return stopping;
  }

  /** The boot was broken off: by a failure, unless the daemon has been asked to stop meanwhile. */
  void failUnlessStopping(Exception why) {
    if (!stopping) {
      fail(why instanceof BundleException ? why.getMessage() : why.toString());
    }
  }

  /** The boot has failed for good: says why and stops; the exit code will be 1. */
  void fail(String why) {
    failure = why;
    stop();
  }

  /** Stops all bundles and with them the process; returns when they have stopped. */
  void stop() {
    stopping = true;
    try {
      notifier.stopping();
      cache.unsettle();
      framework.stop();
      endAfter(framework.waitForStop(STOP_LIMIT));
    } catch (IOException | BundleException | InterruptedException e) {
      LauncherLog.say(Level.ERROR, "cannot stop cleanly", e);
      Runtime.getRuntime().halt(1);
    }
  }

  private void endAfter(FrameworkEvent outcome) {
    if (outcome.getType() == FrameworkEvent.WAIT_TIMEDOUT) {
      LauncherLog.say(
          Level.ERROR, "bundles still running after the time to stop limit=" + STOP_LIMIT + "ms");
      StackDump.log();
      Runtime.getRuntime().halt(1);
    }
  }

  /** Waits for the end and returns the exit code. */
  int await() throws InterruptedException, IOException, BundleException {
    if (stopping) {
      // It may have been asked to stop while it was still coming up, and then it does not hear.
      framework.stop();
    }
    framework.waitForStop(0);
    if (failure != null) {
      Complaint.print(failure);
      return 1;
    }
    if (ready) {
      cache.keep();
    }
    return 0;
  }
}
