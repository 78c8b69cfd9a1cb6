package io.felucca.server;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.google.protobuf.Timestamp;
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
import io.felucca.ttrpc.Metadata;
import io.felucca.ttrpc.TtrpcAddress;
import io.felucca.ttrpc.TtrpcClient;
import io.felucca.ttrpc.TtrpcCode;
import io.felucca.ttrpc.TtrpcException;
import io.felucca.ttrpc.TtrpcTransport;
import io.felucca.wire.convert.Anys;
import io.felucca.wire.payload.TaskStart;
import io.felucca.wire.shim.ForwardRequest;
import io.felucca.wire.types.Envelope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class TtrpcListenerTest {
  private static final String SERVICE = "containerd.services.events.ttrpc.v1.Events";
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final TtrpcTransport transport = new TtrpcTransport("test");
  private final Heard heard = new Heard();
  private final ShimEvents events = new ShimEvents(new OnePlugin(heard));
  private Path path;
  private TtrpcListener listener;
  private TtrpcClient client;

  @Before
  public void listen() {
    path = folder.getRoot().toPath().resolve("s.sock.ttrpc");
    listener = listener(path);
    listener.start();
    client = transport.connect(TtrpcAddress.of(path), TIMEOUT);
  }

  @After
  public void close() {
    client.close();
    transport.close();
    listener.close();
    events.end();
  }

  private TtrpcListener listener(Path address) {
    return listener(events, address);
  }

  private TtrpcListener listener(ShimEvents of, Path address) {
    Map<String, Object> values =
        Map.of(
            "daemon_ttrpc_address",
            address.toString(),
            "plugin_state",
            folder.getRoot().toPath().resolve("state").toString());
    return new TtrpcListener(of, Configs.of(TtrpcListener.Config.class, values));
  }

  @Test
  public void shimsEventsReachTheExchange() {
    Envelope envelope =
        Envelope.newBuilder()
            .setTimestamp(Timestamp.newBuilder().setSeconds(1_000))
            .setNamespace("ns")
            .setTopic("/tasks/start")
            .setEvent(Anys.any(TaskStart.newBuilder().setContainerId("c").setPid(7).build()))
            .build();
    byte[] answer = call("Forward", envelope);
    assertEquals(0, answer.length);
    assertEquals(
        List.of(
            new Event(
                Instant.ofEpochSecond(1_000), "ns", "/tasks/start", new Events.TaskStart("c", 7))),
        heard.all);
  }

  @Test
  public void faultsArriveWithTheirCode() {
    TtrpcException refused = failure("Forward", Envelope.getDefaultInstance());
    assertEquals(TtrpcCode.INVALID_ARGUMENT, refused.code());
    assertTrue(refused.getMessage(), refused.getMessage().endsWith(": invalid argument"));
  }

  @Test
  public void otherMethodsAreNotImplemented() {
    assertEquals(
        TtrpcCode.UNIMPLEMENTED, failure("Subscribe", Envelope.getDefaultInstance()).code());
  }

  @Test
  public void theSocketIsForItsOwnerAndGroupAndGoesAtTheEnd() throws Exception {
    assertEquals(0660, (int) Files.getAttribute(path, "unix:mode") & 0777);
    listener.close();
    assertTrue(Files.notExists(path));
  }

  @Test
  public void aSuccessorLeavesShimsConnected() throws Exception {
    Object inode = Files.getAttribute(path, "unix:ino");
    TtrpcListener second = listener(path);
    second.start();
    listener.close();
    listener = second;
    assertEquals(0, call("Forward", started()).length);
    assertEquals(inode, Files.getAttribute(path, "unix:ino"));
  }

  @Test
  public void whoWasToldAnEarlierAddressFindsItStill() {
    Path elsewhere = folder.getRoot().toPath().resolve("elsewhere.ttrpc");
    TtrpcListener second = listener(elsewhere);
    second.start();
    listener.close();
    listener = second;
    call("Forward", started());
    client.close();
    client = transport.connect(TtrpcAddress.of(path), TIMEOUT);
    call("Forward", started());
    client.close();
    client = transport.connect(TtrpcAddress.of(elsewhere), TIMEOUT);
    call("Forward", started());
    assertEquals(3, heard.all.size());
  }

  @Test
  public void afterARestartElsewhereTheAddressOfLivingShimsIsServed() throws Exception {
    Path elsewhere = folder.getRoot().toPath().resolve("elsewhere.ttrpc");
    Process shim = shimToldOf(path);
    try {
      events.end();
      assertTrue(Files.notExists(path));
      assertTrue(isServedAfterRestartAt(elsewhere));
      assertTrue(isServedAfterRestartAt(elsewhere));
    } finally {
      shim.destroyForcibly().waitFor();
    }
    assertFalse(isServedAfterRestartAt(elsewhere));
  }

  private boolean isServedAfterRestartAt(Path address) {
    ShimEvents next = new ShimEvents(new OnePlugin(heard));
    try {
      listener(next, address).start();
      return Files.exists(path);
    } finally {
      next.end();
    }
  }

  private static Process shimToldOf(Path address) throws Exception {
    ProcessBuilder shim = new ProcessBuilder("sleep", "600");
    shim.environment().put("TTRPC_ADDRESS", address.toString());
    return shim.start();
  }

  private static Envelope started() {
    return Envelope.newBuilder()
        .setTimestamp(Timestamp.newBuilder().setSeconds(1_000))
        .setNamespace("ns")
        .setTopic("/tasks/start")
        .setEvent(Anys.any(TaskStart.newBuilder().setContainerId("c").setPid(7).build()))
        .build();
  }

  private byte[] call(String method, Envelope envelope) {
    byte[] request = ForwardRequest.newBuilder().setEnvelope(envelope).build().toByteArray();
    return client.call(SERVICE, method, request, Metadata.none(), TIMEOUT).join();
  }

  private TtrpcException failure(String method, Envelope envelope) {
    CompletionException failed =
        assertThrows(CompletionException.class, () -> call(method, envelope));
    return (TtrpcException) failed.getCause();
  }

  /** Remembers what is forwarded. */
  private static final class Heard implements EventExchange {
    private final List<Event> all = new ArrayList<>();

    @Override
    public void publish(Scope scope, String topic, Payload payload) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void forward(Event event) {
      if (event.timestamp() == null) {
        throw Fault.invalid("timestamp must be set on forwarded event");
      }
      all.add(event);
    }

    @Override
    public Subscription subscribe(Filter filter, Consumer<Event> to) {
      throw new UnsupportedOperationException();
    }
  }

  /** A registry of the exchange alone. */
  private record OnePlugin(EventExchange exchange) implements PluginRegistry {
    @Override
    public <T, R> R call(Scope scope, PluginKind<T> kind, String id, Function<T, R> fn) {
      return fn.apply(kind.service().cast(exchange));
    }

    @Override
    public <T> Held<T> use(Scope scope, PluginKind<T> kind, String id) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<String> ids(PluginKind<?> kind) {
      return List.of("exchange");
    }

    @Override
    public List<PluginInfo> plugins() {
      return List.of();
    }
  }
}
