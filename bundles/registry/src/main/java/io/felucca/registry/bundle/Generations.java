package io.felucca.registry.bundle;

import io.felucca.registry.component.Tally;
import io.felucca.registry.declare.PluginUri;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.FrameworkWiring;

/** Bundles of dropped-in jars: each content of a jar is a bundle of its own. */
public final class Generations {
  private static final Logger LOG = System.getLogger("io.felucca.registry");

  private final BundleContext context;
  private final Declared declared;
  private final Tally tally;
  private final List<Bundle> leaving = new ArrayList<>();
  private long number;

  public Generations(BundleContext context, Declared declared, Tally tally) {
    this.context = context;
    this.declared = declared;
    this.tally = tally;
  }

  /** Installs a jar as it is now; what happens to the file later does not matter. */
  Bundle install(String name, Path jar) throws IOException, BundleException {
    // asked for each time: the folder for temporary files may be another one meanwhile
    Path temp = Path.of(System.getProperty("java.io.tmpdir"));
    Path copy = Files.createTempFile(temp, "felucca-plugin", ".jar");
    try {
      Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
      JarCheck.run(copy, name);
      try (InputStream in = Files.newInputStream(copy)) {
        return context.installBundle(Origin.DROPPED_IN + name + "#" + ++number, in);
      }
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  void start(Bundle bundle) throws BundleException {
    if (bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null) {
      bundle.start(Bundle.START_TRANSIENT);
    }
  }

  /** The plugins that a started bundle declares. */
  List<PluginUri> plugins(Bundle bundle) {
    return declared.plugins(bundle);
  }

  /** Its plugins count no more; it goes when the last instance of them has gone. */
  synchronized void leave(Bundle bundle) {
    declared.leave(bundle);
    leaving.add(bundle);
  }

  /** Takes away those that leave and have no instance any more. */
  public synchronized void sweep() {
    for (Bundle bundle : List.copyOf(leaving)) {
      if (tally.hasNone(bundle)) {
        leaving.remove(bundle);
        discard(bundle);
      }
    }
  }

  /** Uninstalls a bundle, and has whoever was wired to it wired anew. */
  void discard(Bundle bundle) {
    try {
      if (bundle.getState() != Bundle.UNINSTALLED) {
        bundle.uninstall();
      }
      Bundle framework = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION);
      framework.adapt(FrameworkWiring.class).refreshBundles(List.of(bundle));
    } catch (BundleException e) {
      LOG.log(Level.WARNING, "bundle not uninstalled bundle=" + bundle, e);
    } catch (IllegalStateException e) {
      LOG.log(Level.DEBUG, "the framework stops bundle=" + bundle);
    }
  }
}
