package io.felucca.registry.component;

import io.felucca.api.plugin.PluginKeys;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.AllServiceListener;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;

/** Sees the services of instances come and go. */
final class Arrivals implements AllServiceListener, AutoCloseable {
  private static final String FILTER = "(" + PluginKeys.INSTANCE + "=*)";

  private final BundleContext context;
  private final Map<Long, Arrival> expected = new ConcurrentHashMap<>();
  private volatile InstanceWatcher watcher;

  Arrivals(BundleContext context) {
    this.context = context;
  }

  void open(InstanceWatcher who) {
    watcher = who;
    try {
      context.addServiceListener(this, FILTER);
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  Arrival expect(long number) {
    Arrival arrival = new Arrival(this, number);
    expected.put(number, arrival);
    return arrival;
  }

  void forget(long number) {
    expected.remove(number);
  }

  @Override
  public void serviceChanged(ServiceEvent event) {
    long number = (Long) event.getServiceReference().getProperty(PluginKeys.INSTANCE);
    Arrival arrival = expected.get(number);
    if (arrival == null) {
      return;
    }
    if (event.getType() == ServiceEvent.REGISTERED) {
      if (arrival.registered(event.getServiceReference())) {
        watcher.arrived(number);
      }
    } else if (event.getType() == ServiceEvent.UNREGISTERING) {
      arrival.unregistering();
      watcher.lost(number);
    }
  }

  @Override
  public void close() {
    context.removeServiceListener(this);
  }
}
