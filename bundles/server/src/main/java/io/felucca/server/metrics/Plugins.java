package io.felucca.server.metrics;

import io.felucca.api.Scope;
import io.felucca.api.event.Event;
import io.felucca.api.event.EventExchange;
import io.felucca.api.event.EventExchange.Subscription;
import io.felucca.api.event.Events;
import io.felucca.api.filter.Filter;
import io.felucca.api.plugin.PluginInfo;
import io.felucca.api.plugin.PluginRegistry;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Where plugins stand, and how often they were replaced since somebody has been looking. */
@Component(service = Plugins.class)
public final class Plugins {
  private final PluginRegistry plugins;
  private final Map<String, LongAdder> swaps = new ConcurrentSkipListMap<>();
  private final Map<String, LongAdder> failures = new ConcurrentSkipListMap<>();
  private Subscription subscription;

  @Activate
  public Plugins(@Reference PluginRegistry plugins) {
    this.plugins = plugins;
  }

  /** Counts from now on; again does nothing. */
  synchronized void watch() {
    if (subscription == null) {
      Filter changes = Filter.parse(List.of("topic==\"/plugins/state\""));
      subscription =
          plugins.call(
              Scope.daemon(),
              EventExchange.KIND,
              EventExchange.ID,
              exchange -> exchange.subscribe(changes, this::changed));
    }
  }

  private void changed(Event event) {
    if (event.payload() instanceof Events.PluginChange change && change.state().equals("ok")) {
      Map<String, LongAdder> counts = change.reason().isEmpty() ? swaps : failures;
      String uri = change.type() + " " + change.id();
      counts.computeIfAbsent(uri, any -> new LongAdder()).increment();
    }
  }

  void write(Exposition to) {
    to.family("felucca_plugin_state", "gauge", "1 for the state that a plugin is in.");
    for (PluginInfo one : plugins.plugins()) {
      String state = one.state().name().toLowerCase(Locale.ROOT);
      to.sample("felucca_plugin_state", 1, "type", one.type(), "id", one.id(), "state", state);
    }
    counter(to, "felucca_plugin_swaps_total", "New instances that took over.", swaps);
    counter(to, "felucca_plugin_swap_failures_total", "Those that did not.", failures);
  }

  private static void counter(
      Exposition to, String name, String help, Map<String, LongAdder> counts) {
    to.family(name, "counter", help);
    counts.forEach(
        (uri, count) -> {
          String[] parts = uri.split(" ", 2);
          to.sample(name, count.sum(), "type", parts[0], "id", parts[1]);
        });
  }

  @Deactivate
  synchronized void close() {
    if (subscription != null) {
      subscription.close();
    }
  }
}
