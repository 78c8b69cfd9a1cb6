package io.felucca.server.metrics;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * The HTTP ports that are open, by address: they outlive the listeners behind them, of which the
 * last one that came answers.
 */
@Component(service = HttpPorts.class)
public final class HttpPorts {
  private static final List<String> PATHS = List.of("/v1/metrics", "/metrics");
  private static final int THREADS = 2;
  private static final int IDLE_SECONDS = 10;

  private final Map<String, Port> open = new HashMap<>();
  private ThreadPoolExecutor threads;

  private static final class Port {
    final HttpServer server;
    volatile HttpHandler handler;
    int holders;

    Port(HttpServer server) {
      this.server = server;
    }
  }

  /**
   * Opens a port, or takes over one that is open.
   *
   * @param address of the configuration, {@code host:port}
   */
  synchronized void take(String address, InetSocketAddress socket, HttpHandler handler)
      throws IOException {
    Port port = open.get(address);
    if (port == null) {
      port = new Port(HttpServer.create(socket, 0));
      begin(port);
      open.put(address, port);
    }
    port.handler = handler;
    port.holders++;
  }

  private void begin(Port port) {
    if (threads == null) {
      threads = threads();
    }
    port.server.setExecutor(threads);
    PATHS.forEach(path -> port.server.createContext(path, one -> port.handler.handle(one)));
    port.server.start();
  }

  private static ThreadPoolExecutor threads() {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(null, task, "metrics", 256 << 10);
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /** Lets go; the last one that does closes the port. */
  synchronized void leave(String address) {
    Port port = open.get(address);
    if (port != null && --port.holders == 0) {
      open.remove(address);
      port.server.stop(0);
    }
  }

  @Deactivate
  synchronized void close() {
    open.values().forEach(port -> port.server.stop(0));
    open.clear();
    if (threads != null) {
      threads.shutdown();
    }
  }
}
