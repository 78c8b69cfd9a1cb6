package io.felucca.server.metrics;

import com.sun.net.httpserver.HttpExchange;
import io.felucca.api.Fault;
import io.felucca.api.plugin.Plugin;
import io.felucca.api.plugin.PluginSpec;
import io.felucca.api.plugin.SkipPlugin;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Shows figures to Prometheus over HTTP, at {@code /v1/metrics} as containerd does and at {@code
 * /metrics}. There is no protection: an address that others reach shows them the figures.
 */
@Component(
    service = MetricsListener.class,
    configurationPid = "io.containerd.server.v1.metrics",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@PluginSpec(type = "io.containerd.server.v1", id = "metrics", requires = "io.containerd.event.v1")
public final class MetricsListener implements Plugin {
  private static final System.Logger LOG = System.getLogger("io.felucca.server");

  /** {@code [plugins."io.containerd.server.v1.metrics"]}. */
  public @interface Config {
    /** {@code host:port}; empty for none. */
    String address() default "";

    /** Whether the times that calls take are kept, by method. */
    boolean grpc_histogram() default false;
  }

  private final CallCounts calls;
  private final Plugins plugins;
  private final HttpPorts ports;
  private final String address;
  private final boolean times;
  private boolean open;

  @Activate
  public MetricsListener(
      @Reference CallCounts calls,
      @Reference Plugins plugins,
      @Reference HttpPorts ports,
      Config config) {
    this.calls = calls;
    this.plugins = plugins;
    this.ports = ports;
    this.address = config.address();
    this.times = config.grpc_histogram();
  }

  @Override
  public void start() {
    if (address.isEmpty()) {
      throw new SkipPlugin("no address is configured");
    }
    InetSocketAddress socket = Addresses.parse(address);
    plugins.watch();
    try {
      ports.take(address, socket, this::answer);
    } catch (IOException e) {
      throw new Fault(
          Fault.Kind.UNAVAILABLE, "cannot listen on " + address + ": " + e.getMessage(), e);
    }
    open = true;
    if (times) {
      calls.wantTimes();
    }
    LOG.log(Level.INFO, "serving metrics... address=" + address);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean asks = exchange.getRequestMethod().equals("GET");
      byte[] body = asks ? text().getBytes(StandardCharsets.UTF_8) : new byte[0];
      exchange.getResponseHeaders().set("Content-Type", Exposition.CONTENT_TYPE);
      exchange.sendResponseHeaders(asks ? 200 : 405, asks ? body.length : -1);
      if (asks) {
        try (OutputStream out = exchange.getResponseBody()) {
          out.write(body);
        }
      }
    } catch (RuntimeException | LinkageError e) {
      LOG.log(Level.WARNING, "metrics not shown", e);
    }
  }

  private String text() throws IOException {
    Exposition to = new Exposition();
    new Process(to).write();
    new Jvm(to).write();
    new Calls(calls, to).write();
    plugins.write(to);
    return to.toString();
  }

  @Override
  public Map<String, String> exports() {
    return Map.of("address", address);
  }

  @Override
  public void close() {
    if (open) {
      ports.leave(address);
      if (times) {
        calls.wantTimesNoMore();
      }
    }
  }
}
