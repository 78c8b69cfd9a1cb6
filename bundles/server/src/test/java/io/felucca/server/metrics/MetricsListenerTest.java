package io.felucca.server.metrics;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.event.Event;
import io.felucca.api.event.EventExchange;
import io.felucca.api.event.Events;
import io.felucca.api.event.Payload;
import io.felucca.api.filter.Filter;
import io.felucca.api.plugin.Held;
import io.felucca.api.plugin.PluginInfo;
import io.felucca.api.plugin.PluginKind;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.PluginState;
import io.felucca.api.plugin.SkipPlugin;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public class MetricsListenerTest {
  private final CallCounts calls = new CallCounts();
  private final Told told = new Told();
  private final Plugins plugins = new Plugins(told);
  private final HttpPorts ports = new HttpPorts();
  private String address;
  private MetricsListener listener;

  @Before
  public void listen() throws IOException {
    address = "127.0.0.1:" + freePort();
    listener = listener(address, false);
    listener.start();
  }

  @After
  public void close() {
    listener.close();
    plugins.close();
    ports.close();
  }

  @Test
  public void figuresAreShownAtBothPaths() throws IOException {
    for (String path : List.of("/v1/metrics", "/metrics")) {
      String text = get(path);
      assertTrue(text, text.contains("\n# TYPE process_open_fds gauge\nprocess_open_fds "));
      assertTrue(text, text.contains("\njvm_memory_bytes_used{area=\"heap\"} "));
    }
  }

  @Test
  public void pluginsAreShownWithTheirStateAndHowOftenTheyWereReplaced() throws IOException {
    told.tell("ok", "");
    told.tell("ok", "");
    told.tell("ok", "the new one failed");
    told.tell("error", "broken");
    String text = get("/metrics");
    String labels = "{type=\"t.v1\",id=\"one\"";
    assertTrue(text, text.contains("felucca_plugin_state" + labels + ",state=\"skip\"} 1\n"));
    assertTrue(text, text.contains("felucca_plugin_swaps_total" + labels + "} 2\n"));
    assertTrue(text, text.contains("felucca_plugin_swap_failures_total" + labels + "} 1\n"));
  }

  @Test
  public void aSuccessorTakesThePortOver() throws IOException {
    MetricsListener second = listener(address, true);
    second.start();
    listener.close();
    listener = second;
    assertTrue(get("/metrics").contains("grpc_server_handling_seconds"));
    assertTrue(calls.areTimesWanted());
    second.close();
    assertFalse(calls.areTimesWanted());
    assertThrows(IOException.class, () -> get("/metrics"));
  }

  @Test
  public void withoutAnAddressItIsSkipped() {
    assertThrows(SkipPlugin.class, listener("", false)::start);
  }

  @Test
  public void anAddressInUseIsRefused() throws IOException {
    try (ServerSocket used = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      MetricsListener second = listener("127.0.0.1:" + used.getLocalPort(), false);
      Fault fault = assertThrows(Fault.class, second::start);
      assertTrue(fault.getMessage(), fault.getMessage().contains("Address already in use"));
    }
  }

  @Test
  public void malformedAddressesAreRefused() {
    for (String bad : List.of("1234", "localhost", "localhost:port", "localhost:70000")) {
      assertEquals(
          Fault.Kind.INVALID_ARGUMENT,
          assertThrows(Fault.class, () -> Addresses.parse(bad)).kind());
    }
    assertEquals(80, Addresses.parse("[::1]:80").getPort());
    assertTrue(Addresses.parse(":80").getAddress().isAnyLocalAddress());
  }

  @Test
  public void onlyGetIsAnswered() throws IOException {
    HttpURLConnection post =
        (HttpURLConnection) new URL("http://" + address + "/metrics").openConnection();
    post.setRequestMethod("POST");
    assertEquals(405, post.getResponseCode());
  }

  private MetricsListener listener(String at, boolean times) {
    return new MetricsListener(calls, plugins, ports, new Settings(at, times));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private String get(String path) throws IOException {
    try (InputStream in = new URL("http://" + address + path).openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private record Settings(String address, boolean grpc_histogram)
      implements MetricsListener.Config {
    @Override
    public Class<? extends Annotation> annotationType() {
      return MetricsListener.Config.class;
    }
  }

  /** A registry of one plugin, and of an exchange that a test speaks through. */
  private static final class Told implements PluginRegistry, EventExchange {
    private Consumer<Event> to;

    void tell(String state, String reason) {
      to.accept(
          new Event(
              Instant.now(),
              "",
              "/plugins/state",
              new Events.PluginChange("t.v1", "one", state, reason)));
    }

    @Override
    public <T, R> R call(Scope scope, PluginKind<T> kind, String id, Function<T, R> fn) {
      return fn.apply(kind.service().cast(this));
    }

    @Override
    public <T> Held<T> use(Scope scope, PluginKind<T> kind, String id) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<String> ids(PluginKind<?> kind) {
      return List.of();
    }

    @Override
    public List<PluginInfo> plugins() {
      return List.of(
          new PluginInfo(
              "t.v1",
              "one",
              List.of(),
              Map.of(),
              List.of(),
              PluginState.SKIP,
              "",
              Instant.now(),
              ""));
    }

    @Override
    public void publish(Scope scope, String topic, Payload payload) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void forward(Event event) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Subscription subscribe(Filter filter, Consumer<Event> listener) {
      to = listener;
      return () -> {};
    }

    @Override
    public Subscription subscribe(Filter filter, Consumer<Event> listener, Consumer<Fault> onEnd) {
      return subscribe(filter, listener);
    }
  }
}
