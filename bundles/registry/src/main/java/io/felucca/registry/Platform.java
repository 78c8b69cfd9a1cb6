package io.felucca.registry;

import io.felucca.registry.config.Flags;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.startlevel.BundleStartLevel;

/** The framework around the registry, and what is agreed with the launcher. */
final class Platform {
  private static final int LOOK_MS = 20;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final BundleContext context;

  Platform(BundleContext context) {
    this.context = context;
  }

  BundleContext context() {
    return context;
  }

  /** The daemon's command line, which the launcher hands over in a property, joined by NUL. */
  Flags flags() {
    String line = context.getProperty("felucca.args");
    return Flags.parse(line == null || line.isEmpty() ? List.of() : List.of(line.split("\0", -1)));
  }

  /** The daemon's own program: {@code containerd} in the installation, or else our own name. */
  Path binary() {
    String home = context.getProperty("felucca.home");
    return Path.of(home == null ? "/usr" : home, "bin", "feluccad");
  }

  <T> void register(Class<T> type, T service) {
    context.registerService(type, service, null);
  }

  /** Tells the launcher how the boot went. */
  void announce(String how, String reason) {
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put("felucca.boot", how);
    properties.put("felucca.boot.reason", reason);
    context.registerService(Runnable.class, () -> {}, properties);
  }

  /** What the launcher calls when the process gets SIGHUP. */
  void onHangUp(Runnable action) {
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put("felucca.signal", "HUP");
    context.registerService(Runnable.class, action, properties);
  }

  /** Waits for a service of another bundle. */
  <T> T await(Class<T> type) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (System.nanoTime() < end) {
      ServiceReference<T> reference = context.getServiceReference(type);
      T service = reference == null ? null : context.getService(reference);
      if (service != null) {
        return service;
      }
      Thread.sleep(1);
    }
    throw new BootFailure("no bundle offers " + type.getName());
  }

  /**
   * Waits until the framework and every bundle that is meant to have been started is; one that
   * cannot start is the launcher's to complain about.
   */
  void awaitBundles() throws InterruptedException {
    Object bell = new Object();
    SynchronousBundleListener ring =
        event -> {
          synchronized (bell) {
            bell.notifyAll();
          }
        };
    context.addBundleListener(ring);
    long end = System.nanoTime() + PATIENCE_NANOS;
    synchronized (bell) {
      while (!allStarted() && System.nanoTime() < end) {
        bell.wait(LOOK_MS);
      }
    }
    context.removeBundleListener(ring);
  }

  private boolean allStarted() {
    return Arrays.stream(context.getBundles()).allMatch(Platform::isStarted);
  }

  private static boolean isStarted(Bundle bundle) {
    return (bundle.getState() & (Bundle.ACTIVE | Bundle.STOPPING | Bundle.UNINSTALLED)) != 0
        || bundle.getHeaders("").get(Constants.FRAGMENT_HOST) != null
        || isLazy(bundle);
  }

  private static boolean isLazy(Bundle bundle) {
    return bundle.getState() == Bundle.STARTING
        && bundle.getBundleId() != 0
        && bundle.adapt(BundleStartLevel.class).isActivationPolicyUsed();
  }
}
