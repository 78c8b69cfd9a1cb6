package io.felucca.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.FrameworkWiring;

/** Brings the bundles of the list into the framework and starts them. */
final class Boot {
  private final Framework framework;
  private final ClassPathConnector connector;
  private final BundleCache cache;
  private final Life life;

  Boot(Framework framework, ClassPathConnector connector, BundleCache cache, Life life) {
    this.framework = framework;
    this.connector = connector;
    this.cache = cache;
    this.life = life;
  }

  /**
   * Returns when all bundles have been started; the daemon is ready only when the registry says so.
   */
  void run(List<Path> jars) throws BundleException, InvalidSyntaxException {
    framework.init();
    BundleContext context = framework.getBundleContext();
    context.addServiceListener(new BootWatch(life), BootWatch.FILTER);
    List<Bundle> bundles = install(context, jars);
    context.addBundleListener(new ChangeWatch(cache));
    framework.start();
    // All at once: bundle by bundle, the resolver would run once for each.
    framework.adapt(FrameworkWiring.class).resolveBundles(bundles);
    // The registry, which is last, comes first: it reads the configuration while the others start.
    for (int i = bundles.size() - 1; i >= 0; i--) {
      start(bundles.get(i));
    }
  }

  private List<Bundle> install(BundleContext context, List<Path> jars) throws BundleException {
    Map<String, Bundle> present = new HashMap<>();
    for (Bundle bundle : context.getBundles()) {
      present.put(bundle.getLocation(), bundle);
    }
    List<Bundle> bundles = new ArrayList<>();
    for (Path jar : jars) {
      Bundle bundle = present.get(connector.location(jar));
      bundles.add(bundle != null ? bundle : context.installBundle(connector.location(jar)));
    }
    return bundles;
  }

  private static void start(Bundle bundle) throws BundleException {
    if (bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null) {
      bundle.start(Bundle.START_TRANSIENT);
    }
  }
}
