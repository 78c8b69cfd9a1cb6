package io.felucca.registry.bundle;

import io.felucca.registry.declare.BundleFiles;
import io.felucca.registry.declare.Resources;
import io.felucca.registry.declare.Schema;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URL;
import java.util.HashMap;
import java.util.Map;
import org.osgi.framework.Bundle;

/**
 * The keys that one bundle's components take, each read once, when somebody asks. To be dropped
 * when the bundle stops: it may come back with others.
 */
final class Schemas {
  private static final Logger LOG = System.getLogger("io.felucca.registry");

  private final Bundle bundle;
  private final Map<String, Schema> read = new HashMap<>();
  private BundleFiles files;

  Schemas(Bundle bundle) {
    this.bundle = bundle;
  }

  /** The keys of the component with a configuration PID; none where they cannot be read. */
  synchronized Schema of(String pid) {
    return read.computeIfAbsent(pid, this::read);
  }

  private Schema read(String pid) {
    try {
      if (files == null) {
        Resources entries =
            path -> {
              URL entry = bundle.getEntry(path);
              return entry == null ? null : entry.openStream();
            };
        files = new BundleFiles(entries, bundle.getHeaders("").get("Service-Component"));
      }
      return files.schema(pid);
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "cannot read which keys a plugin takes bundle=" + bundle, e);
      return Schema.NONE;
    }
  }
}
