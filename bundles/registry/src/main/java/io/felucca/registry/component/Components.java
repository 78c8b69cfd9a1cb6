package io.felucca.registry.component;

import io.felucca.api.plugin.PluginKeys;
import java.io.IOException;
import java.util.Hashtable;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/**
 * Makes component instances: a factory configuration, bound to one bundle, of which Declarative
 * Services makes an instance of that bundle's component.
 */
public final class Components implements AutoCloseable {
  private final BundleContext context;
  private final ConfigurationAdmin configurations;
  private final Diagnosis diagnosis;
  private final Arrivals arrivals;
  private final Tally tally = new Tally();
  private final AtomicLong numbers = new AtomicLong();

  public Components(
      BundleContext context, ConfigurationAdmin configurations, ServiceComponentRuntime runtime) {
    this.context = context;
    this.configurations = configurations;
    this.diagnosis = new Diagnosis(runtime);
    this.arrivals = new Arrivals(context);
  }

  /** Tells {@code watcher} of instances that come late or are lost. */
  public void watch(InstanceWatcher watcher) {
    arrivals.open(watcher);
  }

  /**
   * Writes the configuration of a new instance.
   *
   * @param pid the component's {@code configurationPid}
   * @param properties its configuration, without the number of the instance
   */
  public ComponentInstance make(Bundle bundle, String pid, Map<String, Object> properties)
      throws IOException {
    long number = numbers.incrementAndGet();
    Hashtable<String, Object> all = new Hashtable<>(properties);
    all.put(PluginKeys.INSTANCE, number);
    // who refers to the service directly goes over to a new instance when the old one leaves, and
    // not before the new one has been started
    all.put(Constants.SERVICE_RANKING, (int) -number);
    Configuration configuration =
        configurations.getFactoryConfiguration(pid, "i" + number, bundle.getLocation());
    Arrival arrival = arrivals.expect(number);
    tally.made(bundle);
    configuration.update(all);
    return new ComponentInstance(
        context, number, bundle, pid, configuration, arrival, diagnosis, tally);
  }

  /** The {@code configurationPid} of every component that offers a service, there or not. */
  public Set<String> offering(String service) {
    return diagnosis.offering(service);
  }

  /** How many instances each bundle has. */
  public Tally tally() {
    return tally;
  }

  /** Deletes what an earlier run left in the configuration store. */
  public void forgetEarlierRun() throws IOException {
    try {
      Configuration[] left = configurations.listConfigurations("(" + PluginKeys.INSTANCE + "=*)");
      for (Configuration old : left == null ? new Configuration[0] : left) {
        old.delete();
      }
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    arrivals.close();
  }
}
