package io.felucca.launcher;

import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;

/**
 * Hands a SIGHUP to every {@link Runnable} service with the property {@code felucca.signal=HUP}.
 */
final class Reload {
  private final Framework framework;
  private final Notifier notifier;

  Reload(Framework framework, Notifier notifier) {
    this.framework = framework;
    this.notifier = notifier;
  }

  /** Tells them, one after the other; false if there is none. */
  boolean run() {
    BundleContext context = framework.getBundleContext();
    Collection<ServiceReference<Runnable>> takers = context == null ? List.of() : takers(context);
    if (takers.isEmpty()) {
      return false;
    }
    notifier.reloading();
    takers.forEach(taker -> reload(context, taker));
    notifier.ready();
    return true;
  }

  private static Collection<ServiceReference<Runnable>> takers(BundleContext context) {
    try {
      return context.getServiceReferences(Runnable.class, "(felucca.signal=HUP)");
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void reload(BundleContext context, ServiceReference<Runnable> taker) {
    try {
      Runnable service = context.getService(taker);
      if (service != null) {
        service.run();
      }
    } catch (RuntimeException e) {
      LauncherLog.say(Level.ERROR, "reload failed", e);
    } finally {
      context.ungetService(taker);
    }
  }
}
