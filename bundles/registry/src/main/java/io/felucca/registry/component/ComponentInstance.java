package io.felucca.registry.component;

import io.felucca.api.plugin.Plugin;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;

/** One instance of a plugin's component, and the configuration that keeps it alive. */
public final class ComponentInstance {
  private static final Logger LOG = System.getLogger("io.felucca.registry");
  private static final int LOOK_MS = 20;
  private static final int PATIENCE_MS = 5000;

  private final BundleContext context;
  private final long number;
  private final Bundle bundle;
  private final String pid;
  private final Configuration configuration;
  private final Arrival arrival;
  private final Diagnosis diagnosis;
  private final Tally tally;
  private ServiceReference<?> reference;
  private Object service;

  ComponentInstance(
      BundleContext context,
      long number,
      Bundle bundle,
      String pid,
      Configuration configuration,
      Arrival arrival,
      Diagnosis diagnosis,
      Tally tally) {
    this.context = context;
    this.number = number;
    this.bundle = bundle;
    this.pid = pid;
    this.configuration = configuration;
    this.arrival = arrival;
    this.diagnosis = diagnosis;
    this.tally = tally;
  }

  public long number() {
    return number;
  }

  public Bundle bundle() {
    return bundle;
  }

  /**
   * Whether the service that was started is still there. Declarative Services may have made another
   * one of the same configuration meanwhile, which nobody has started.
   */
  public synchronized boolean isThere() {
    return reference == null || arrival.isNow(reference);
  }

  /** Waits until Declarative Services has made the instance, and starts it. */
  public synchronized Outcome open() {
    try {
      return awaitService();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Failed("interrupted");
    }
  }

  private Outcome awaitService() throws InterruptedException {
    // mostly the service is there at once; else find out what it waits for
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
    for (int patience = LOOK_MS; System.nanoTime() < end; patience *= 2) {
      ServiceReference<?> found = arrival.await(patience);
      Outcome known = found == null ? diagnosis.withoutService(bundle, pid, number) : start(found);
      boolean soon = known == null || known instanceof Outcome.Waits && arrival.lookLater();
      if (!soon) {
        return known;
      }
      if (found != null) {
        // it was on its way out, and is made again
        Thread.sleep(LOOK_MS);
      }
    }
    return new Outcome.Failed("Declarative Services made no component of it in " + bundle);
  }

  /** Starts the instance; null where there is none although nothing failed. */
  private Outcome start(ServiceReference<?> found) {
    Object made = context.getService(found);
    if (made == null) {
      return diagnosis.withoutObject(bundle, pid, number);
    }
    reference = found;
    service = made;
    try {
      if (made instanceof Plugin plugin) {
        plugin.start();
      }
      return new Outcome.Up(made);
    } catch (RuntimeException | LinkageError e) {
      release();
      return Outcome.of(e);
    }
  }

  /** The instance is gone without our doing: closes it, but keeps the configuration. */
  public synchronized void release() {
    if (service instanceof Plugin plugin) {
      close(plugin);
    }
    service = null;
    if (reference != null) {
      context.ungetService(reference);
      reference = null;
    }
  }

  private void close(Plugin plugin) {
    try {
      plugin.close();
    } catch (RuntimeException | LinkageError e) {
      LOG.log(Level.WARNING, "plugin did not close well plugin=" + pid, e);
    }
  }

  /**
   * Takes its configuration away, waits until all components that refer to it have let go, and
   * closes it.
   */
  public synchronized void delete() {
    arrival.forget();
    try {
      configuration.delete();
      awaitUnregistered();
    } catch (IOException | IllegalStateException e) {
      LOG.log(Level.WARNING, "configuration not deleted plugin=" + pid, e);
    }
    release();
    tally.gone(bundle);
  }

  /** Declarative Services follows configurations on a thread of its own. */
  private void awaitUnregistered() {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
    while (reference != null && reference.getBundle() != null && System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200));
    }
  }

  @Override
  public String toString() {
    return pid + "#" + number + " of " + bundle;
  }
}
