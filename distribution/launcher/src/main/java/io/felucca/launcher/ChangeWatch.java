package io.felucca.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;

/**
 * Spoils the bundle cache as soon as it holds anything but the bundle list: a vendor's plugin, or a
 * bundle replaced live.
 */
final class ChangeWatch implements SynchronousBundleListener {
  private static final int CHANGES =
      BundleEvent.INSTALLED | BundleEvent.UPDATED | BundleEvent.UNINSTALLED;

  private final BundleCache cache;

  ChangeWatch(BundleCache cache) {
    this.cache = cache;
  }

  @Override
  public void bundleChanged(BundleEvent event) {
    if ((event.getType() & CHANGES) != 0) {
      try {
        cache.spoil();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
