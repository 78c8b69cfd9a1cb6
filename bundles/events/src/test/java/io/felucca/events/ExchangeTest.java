package io.felucca.events;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.event.Audience;
import io.felucca.api.event.Event;
import io.felucca.api.event.EventExchange.Subscription;
import io.felucca.api.event.Events;
import io.felucca.api.event.Payload;
import io.felucca.api.event.TypedPayload;
import io.felucca.api.filter.Filter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.After;
import org.junit.Test;

public class ExchangeTest {
  private static final Scope SCOPE = Scope.of("default");
  private static final Payload OOM = new Events.TaskOom("c1");

  private final Audience audience = new Audience();
  private final Exchange exchange = started();
  private final BlockingQueue<Event> seen = new LinkedBlockingQueue<>();

  private Exchange started() {
    Exchange made = new Exchange(audience);
    made.start();
    return made;
  }

  @After
  public void close() {
    exchange.close();
  }

  private Event next() throws InterruptedException {
    Event event = seen.poll(120, TimeUnit.SECONDS);
    assertTrue("no event came", event != null);
    return event;
  }

  @Test
  public void publishedEventCarriesNamespaceTopicTimeAndPayload() throws Exception {
    exchange.subscribe(Filter.ALL, seen::add);
    Instant before = Instant.now();
    exchange.publish(SCOPE, "/tasks/oom", OOM);
    Event event = next();
    assertEquals("default", event.namespace());
    assertEquals("/tasks/oom", event.topic());
    assertEquals(OOM, event.payload());
    assertTrue(!event.timestamp().isBefore(before));
  }

  @Test
  public void forwardedEventArrivesAsItIs() throws Exception {
    exchange.subscribe(Filter.ALL, seen::add);
    Event event = new Event(Instant.ofEpochSecond(7), "moby", "/tasks/oom", OOM);
    exchange.forward(event);
    assertEquals(event, next());
  }

  @Test
  public void filtersSelectByNamespaceTopicAndPayload() throws Exception {
    Filter filter =
        Filter.parse(List.of("namespace==moby,topic~=|^/tasks/|,event.container_id==c1"));
    exchange.subscribe(filter, seen::add);
    exchange.publish(SCOPE, "/tasks/oom", OOM);
    exchange.publish(Scope.of("moby"), "/tasks/oom", new Events.TaskOom("c2"));
    exchange.publish(Scope.of("moby"), "/images/delete", new Events.ImageDelete("c1"));
    exchange.publish(Scope.of("moby"), "/tasks/oom", OOM);
    assertEquals(OOM, next().payload());
    assertTrue(seen.isEmpty());
  }

  @Test
  public void eachPublishersOrderIsKeptForEverySubscriber() throws Exception {
    int publishers = 4;
    int each = 2_000;
    List<BlockingQueue<Event>> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      BlockingQueue<Event> queue = new LinkedBlockingQueue<>();
      all.add(queue);
      exchange.subscribe(Filter.ALL, queue::add);
    }
    List<Thread> threads = new ArrayList<>();
    for (int p = 0; p < publishers; p++) {
      Scope scope = Scope.of("n" + p);
      threads.add(new Thread(() -> publishNumbers(scope, each)));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    for (BlockingQueue<Event> queue : all) {
      assertOrdered(queue, publishers, each);
    }
  }

  private void publishNumbers(Scope scope, int count) {
    for (int i = 0; i < count; i++) {
      exchange.publish(scope, "/tasks/start", new Events.TaskStart("c", i));
    }
  }

  private static void assertOrdered(BlockingQueue<Event> queue, int publishers, int each)
      throws InterruptedException {
    int[] nextOf = new int[publishers];
    for (int i = 0; i < publishers * each; i++) {
      Event event = queue.poll(120, TimeUnit.SECONDS);
      int publisher = event.namespace().charAt(1) - '0';
      assertEquals(nextOf[publisher]++, ((Events.TaskStart) event.payload()).pid());
    }
  }

  @Test
  public void subscriberThatHangsDelaysNobody() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    exchange.subscribe(Filter.ALL, event -> await(release));
    exchange.subscribe(Filter.ALL, seen::add);
    for (int i = 0; i < 100; i++) {
      exchange.publish(SCOPE, "/tasks/oom", OOM);
    }
    for (int i = 0; i < 100; i++) {
      next();
    }
    release.countDown();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  public void closedSubscriptionSeesNothingMore() throws Exception {
    BlockingQueue<Event> closed = new LinkedBlockingQueue<>();
    Subscription subscription = exchange.subscribe(Filter.ALL, closed::add);
    exchange.subscribe(Filter.ALL, seen::add);
    subscription.close();
    subscription.close();
    exchange.publish(SCOPE, "/tasks/oom", OOM);
    next();
    assertTrue(closed.isEmpty());
  }

  @Test
  public void subscriberThatThrowsIsClosed() throws Exception {
    BlockingQueue<Event> reached = new LinkedBlockingQueue<>();
    exchange.subscribe(
        Filter.ALL,
        event -> {
          reached.add(event);
          throw new IllegalStateException("stream is gone");
        });
    exchange.subscribe(Filter.ALL, seen::add);
    for (int i = 0; i < 3; i++) {
      exchange.publish(SCOPE, "/tasks/oom", OOM);
      next();
    }
    assertTrue(reached.poll(120, TimeUnit.SECONDS) != null);
    assertTrue(reached.isEmpty());
  }

  @Test
  public void subscriberMayPublish() throws Exception {
    exchange.subscribe(
        Filter.parse(List.of("topic==\"/tasks/oom\"")),
        event -> exchange.publish(SCOPE, "/tasks/paused", new Events.TaskPaused("c1")));
    exchange.subscribe(Filter.parse(List.of("topic==\"/tasks/paused\"")), seen::add);
    exchange.publish(SCOPE, "/tasks/oom", OOM);
    assertEquals(new Events.TaskPaused("c1"), next().payload());
  }

  @Test
  public void whatIsQueuedIsDeliveredAfterClose() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    exchange.subscribe(
        Filter.ALL,
        event -> {
          await(release);
          seen.add(event);
        });
    exchange.publish(SCOPE, "/tasks/oom", OOM);
    exchange.publish(SCOPE, "/tasks/oom", OOM);
    exchange.close();
    release.countDown();
    next();
    next();
  }

  @Test
  public void subscriptionHearsEveryEventOnceWhileExchangesFollowEachOther() throws Exception {
    int each = 3_000;
    AtomicReference<Exchange> serving = new AtomicReference<>(exchange);
    exchange.subscribe(Filter.ALL, seen::add);
    Thread publisher =
        new Thread(
            () -> {
              for (int i = 0; i < each; i++) {
                serving.get().publish(Scope.of("n0"), "/tasks/start", new Events.TaskStart("c", i));
              }
            });
    publisher.start();
    while (publisher.isAlive()) {
      Exchange old = serving.getAndSet(started());
      old.close();
    }
    assertOrdered(seen, 1, each);
    assertTrue(seen.isEmpty());
    serving.get().close();
  }

  @Test
  public void subscribersAreToldWhenTheLastExchangeHasGone() throws Exception {
    BlockingQueue<Fault> ends = new LinkedBlockingQueue<>();
    exchange.subscribe(Filter.ALL, seen::add, ends::add);
    Exchange next = started();
    exchange.close();
    next.publish(SCOPE, "/tasks/oom", OOM);
    next();
    assertTrue(ends.isEmpty());
    next.publish(SCOPE, "/tasks/oom", OOM);
    next.close();
    assertEquals(Fault.Kind.UNAVAILABLE, ends.poll(120, TimeUnit.SECONDS).kind());
    next();
  }

  @Test
  public void malformedTopicsAreRefused() {
    assertRefused("", "envelope topic \"\": must not be empty");
    assertRefused("tasks", "envelope topic \"tasks\": must start with '/'");
    assertRefused("/", "envelope topic \"/\": must have at least one component");
    assertRefused(
        "/tasks/", "envelope topic \"/tasks/\": failed validation on component \"\": identifier");
    assertRefused(
        "/a b", "envelope topic \"/a b\": failed validation on component \"a b\": identifier");
  }

  private void assertRefused(String topic, String message) {
    Fault fault = assertThrows(Fault.class, () -> exchange.publish(SCOPE, topic, OOM));
    assertEquals(Fault.Kind.INVALID_ARGUMENT, fault.kind());
    assertTrue(fault.getMessage(), fault.getMessage().startsWith(message));
  }

  @Test
  public void forwardWantsNamespaceAndTime() {
    Event homeless = new Event(Instant.now(), "", "/tasks/oom", OOM);
    Fault namespace = assertThrows(Fault.class, () -> exchange.forward(homeless));
    assertEquals(Fault.Kind.INVALID_ARGUMENT, namespace.kind());
    assertEquals(
        "event envelope has invalid namespace: identifier must not be empty",
        namespace.getMessage());
    Event timeless = new Event(null, "moby", "/tasks/oom", OOM);
    Fault time = assertThrows(Fault.class, () -> exchange.forward(timeless));
    assertEquals(Fault.Kind.INVALID_ARGUMENT, time.kind());
    assertEquals("timestamp must be set on forwarded event", time.getMessage());
  }

  @Test
  public void onlyTheDaemonPublishesWithoutNamespace() throws Exception {
    exchange.subscribe(Filter.ALL, seen::add);
    TypedPayload foreign = new Foreign();
    Fault fault =
        assertThrows(Fault.class, () -> exchange.publish(Scope.daemon(), "/tasks/oom", foreign));
    assertEquals(Fault.Kind.FAILED_PRECONDITION, fault.kind());
    assertEquals("failed publishing event: namespace is required", fault.getMessage());
    exchange.publish(
        Scope.daemon(), "/plugins/state", new Events.PluginChange("t", "id", "ok", ""));
    assertEquals("", next().namespace());
  }

  private static final class Foreign implements TypedPayload {
    @Override
    public io.felucca.api.TypedValue value() {
      return new io.felucca.api.TypedValue("acme.Event", new byte[0]);
    }

    @Override
    public java.util.Optional<String> field(List<String> path) {
      return java.util.Optional.empty();
    }
  }
}
