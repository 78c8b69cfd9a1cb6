package io.felucca.registry;

import io.felucca.registry.component.MemoryPersistence;
import org.osgi.annotation.bundle.Header;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;

/** Starts the boot on a thread of its own, so that bundles go on starting meanwhile. */
@Header(name = Constants.BUNDLE_ACTIVATOR, value = "${@class}")
public final class Activator implements BundleActivator {
  private Boot boot;

  @Override
  public void start(BundleContext context) {
    MemoryPersistence.register(context);
    boot = new Boot(new Platform(context));
    // plugins go in their own order, before any bundle is stopped
    SynchronousBundleListener listener =
        event -> {
          if (event.getType() == BundleEvent.STOPPING && event.getBundle().getBundleId() == 0) {
            boot.stop();
          }
        };
    context.addBundleListener(listener);
    boot.start();
  }

  @Override
  public void stop(BundleContext context) {
    boot.stop();
  }
}
