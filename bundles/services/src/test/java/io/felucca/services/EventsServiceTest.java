package io.felucca.services;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.Timestamp;
import io.felucca.api.Fault.Kind;
import io.felucca.api.Scope;
import io.felucca.api.event.Events;
import io.felucca.api.plugin.PluginState;
import io.felucca.events.Exchange;
import io.felucca.wire.call.FaultStatus;
import io.felucca.wire.convert.Anys;
import io.felucca.wire.events.EventsGrpc;
import io.felucca.wire.events.EventsGrpc.EventsBlockingStub;
import io.felucca.wire.events.ForwardRequest;
import io.felucca.wire.events.PublishRequest;
import io.felucca.wire.events.SubscribeRequest;
import io.felucca.wire.payload.TaskStart;
import io.felucca.wire.types.Envelope;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

public class EventsServiceTest {
  private static final Any START = Anys.any(TaskStart.newBuilder().setContainerId("c").build());
  private static final Timestamp THEN = Timestamp.newBuilder().setSeconds(1_000).build();

  @Rule public final Daemon daemon = new Daemon();
  private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
  private EventsBlockingStub events;

  @Before
  public void connect() {
    events = EventsGrpc.newBlockingStub(daemon.channel());
  }

  @Test
  public void publishedEventsCarryTimeAndNamespaceOfTheCall() throws Exception {
    subscribe();
    events.publish(PublishRequest.newBuilder().setTopic("/tasks/start").setEvent(START).build());
    Envelope envelope = (Envelope) heard.take();
    assertEquals(Daemon.NAMESPACE, envelope.getNamespace());
    assertEquals("/tasks/start", envelope.getTopic());
    assertEquals(START, envelope.getEvent());
    assertTrue(envelope.getTimestamp().getSeconds() > THEN.getSeconds());
  }

  @Test
  public void forwardedEnvelopesArriveAsTheyWere() throws Exception {
    subscribe();
    Envelope envelope = envelope("other", "/tasks/start", THEN);
    events.forward(ForwardRequest.newBuilder().setEnvelope(envelope).build());
    assertEquals(envelope, heard.take());
  }

  @Test
  public void malformedEnvelopesAreRefused() {
    refused(envelope("", "/tasks/start", THEN));
    refused(envelope("other", "tasks", THEN));
    refused(envelope("other", "/tasks/start", null));
  }

  @Test
  public void theDaemonsOwnEventsHaveTheWiresTypes() throws Exception {
    subscribe("topic==\"/images/create\"");
    daemon
        .exchange()
        .publish(Scope.of("a"), "/images/create", new Events.ImageCreate("img", Map.of("k", "v")));
    Envelope envelope = (Envelope) heard.take();
    assertEquals("containerd.services.images.v1.ImageCreate", envelope.getEvent().getTypeUrl());
  }

  @Test
  public void subscriptionsAreFilteredByNamespaceTopicAndPayload() throws Exception {
    subscribe("namespace==moby,topic~=|^/tasks/|,event.container_id==c");
    forward(envelope("other", "/tasks/start", THEN));
    forward(envelope("moby", "/images/start", THEN));
    forward(envelope("moby", "/tasks/start", THEN));
    assertEquals("moby", ((Envelope) heard.take()).getNamespace());
    assertTrue(heard.isEmpty());
  }

  @Test
  public void aMalformedFilterEndsTheSubscription() throws Exception {
    start("topic=");
    assertTrue(heard.take() instanceof Throwable);
  }

  @Test
  public void whoDoesNotReadIsCutOffBeforeMemoryFills() throws Exception {
    Unread unread = new Unread();
    EventsGrpc.newStub(daemon.channel()).subscribe(SubscribeRequest.getDefaultInstance(), unread);
    while (daemon.events().subscribers() == 0) {
      Thread.sleep(5);
    }
    while (daemon.events().subscribers() > 0) {
      daemon.exchange().publish(Scope.of("t"), "/test/flood", new Events.TaskPaused("c"));
    }
    unread.readAll();
    Throwable end = unread.end.get();
    assertEquals(Kind.RESOURCE_EXHAUSTED, FaultStatus.toFault(Status.fromThrowable(end)).kind());
  }

  @Test
  public void subscribersAreToldToComeAgainWhenTheServiceGoes() throws Exception {
    subscribe();
    daemon.events().close();
    Throwable end = (Throwable) heard.take();
    assertEquals(Kind.UNAVAILABLE, FaultStatus.toFault(Status.fromThrowable(end)).kind());
  }

  @Test
  public void subscriptionsGoOnWhenServiceAndExchangeAreReplaced() throws Exception {
    subscribe();
    daemon
        .plugins()
        .add("io.containerd.grpc.v1", "events", PluginState.OK, "", Map.of()); // the next one
    Exchange next = new Exchange();
    next.start();
    daemon.exchange().close();
    daemon.events().close();
    next.publish(Scope.of("t"), "/test/after", new Events.TaskPaused("c"));
    assertEquals("/test/after", ((Envelope) heard.take()).getTopic());
    next.close();
    Throwable end = (Throwable) heard.take();
    assertEquals(Kind.UNAVAILABLE, FaultStatus.toFault(Status.fromThrowable(end)).kind());
  }

  private void refused(Envelope envelope) {
    Faults.expect(Kind.INVALID_ARGUMENT, () -> forward(envelope));
  }

  private void forward(Envelope envelope) {
    events.forward(ForwardRequest.newBuilder().setEnvelope(envelope).build());
  }

  /** Subscribes, and waits until the subscription is there: events do not wait for it. */
  private void subscribe(String... filters) throws InterruptedException {
    List<String> wanted = new ArrayList<>(List.of(filters));
    if (!wanted.isEmpty()) {
      wanted.add("topic==/test/ready");
    }
    start(wanted.toArray(String[]::new));
    while (heard.isEmpty()) {
      daemon.exchange().publish(Scope.of("t"), "/test/ready", new Events.TaskPaused("c"));
      Thread.sleep(5);
    }
    drain();
  }

  /** Hears all that was published so far. */
  private void drain() throws InterruptedException {
    daemon.exchange().publish(Scope.of("t"), "/test/ready", new Events.TaskPaused("last"));
    Envelope next;
    do {
      next = (Envelope) heard.take();
    } while (!next.getEvent().getValue().toStringUtf8().contains("last"));
  }

  private void start(String... filters) {
    EventsGrpc.newStub(daemon.channel())
        .subscribe(
            SubscribeRequest.newBuilder().addAllFilters(List.of(filters)).build(), new Heard());
  }

  private static Envelope envelope(String namespace, String topic, Timestamp time) {
    Envelope.Builder envelope =
        Envelope.newBuilder().setNamespace(namespace).setTopic(topic).setEvent(START);
    return time == null ? envelope.build() : envelope.setTimestamp(time).build();
  }

  private final class Heard implements StreamObserver<Envelope> {
    @Override
    public void onNext(Envelope envelope) {
      heard.add(envelope);
    }

    @Override
    public void onError(Throwable failure) {
      heard.add(failure);
    }

    @Override
    public void onCompleted() {
      heard.add("end");
    }
  }

  /** Subscribes and takes nothing. */
  private static final class Unread implements ClientResponseObserver<SubscribeRequest, Envelope> {
    final CompletableFuture<Throwable> end = new CompletableFuture<>();
    private ClientCallStreamObserver<SubscribeRequest> call;

    @Override
    public void beforeStart(ClientCallStreamObserver<SubscribeRequest> started) {
      call = started;
      call.disableAutoRequestWithInitial(0);
    }

    void readAll() {
      call.request(Integer.MAX_VALUE);
    }

    @Override
    public void onNext(Envelope envelope) {}

    @Override
    public void onError(Throwable failure) {
      end.complete(failure);
    }

    @Override
    public void onCompleted() {
      end.complete(null);
    }
  }
}
