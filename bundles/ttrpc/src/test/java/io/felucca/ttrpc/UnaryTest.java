package io.felucca.ttrpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

public class UnaryTest {
  @Rule public final Peers peers = new Peers();

  private final CountDownLatch gate = new CountDownLatch(1);
  private final List<Waiter> waiting = new CopyOnWriteArrayList<>();
  private TtrpcClient client;

  @Before
  public void serve() throws IOException {
    peers.serve(
        new TtrpcServices()
            .unary("t.Echo", "Echo", TtrpcRequest::payload)
            .unary(
                "t.Echo", "Header", r -> String.join("+", r.metadata().all("Key")).getBytes(UTF_8))
            .unary("t.Echo", "Timeout", r -> String.valueOf(r.timeout()).getBytes(UTF_8))
            .unary("t.Echo", "Big", r -> new byte[Integer.parseInt(new String(r.payload(), UTF_8))])
            .unary("t.Echo", "Gate", this::gated)
            .unary("t.Echo", "NotFound", r -> refuse())
            .later("t.Echo", "Later", this::answeredLater)
            .unary("t.Echo", "Crash", r -> List.of().iterator().next().toString().getBytes(UTF_8)));
    client = peers.connect();
  }

  private byte[] gated(TtrpcRequest request) throws InterruptedException {
    gate.await();
    return request.payload();
  }

  private CompletableFuture<byte[]> answeredLater(TtrpcRequest request) {
    waiting.add(new Waiter(request, new CompletableFuture<>()));
    return waiting.get(waiting.size() - 1).answer();
  }

  private record Waiter(TtrpcRequest request, CompletableFuture<byte[]> answer) {}

  private static byte[] refuse() {
    throw new TtrpcException(TtrpcCode.NOT_FOUND, "task x: not found");
  }

  private CompletableFuture<byte[]> call(String method, byte[] payload) {
    return client.call("t.Echo", method, payload, Metadata.none(), Peers.SOON);
  }

  private TtrpcException failure(CompletableFuture<byte[]> call) {
    return (TtrpcException) assertThrows(CompletionException.class, call::join).getCause();
  }

  @Test
  public void payloadComesBack() {
    assertArrayEquals("hello".getBytes(UTF_8), call("Echo", "hello".getBytes(UTF_8)).join());
    assertArrayEquals(new byte[0], call("Echo", new byte[0]).join());
  }

  @Test
  public void handlerChoosesTheStatus() {
    TtrpcException e = failure(call("NotFound", new byte[0]));
    assertEquals(TtrpcCode.NOT_FOUND, e.code());
    assertEquals("task x: not found", e.getMessage());
  }

  @Test
  public void crashingHandlerIsUnknownAndTheConnectionLives() {
    assertEquals(TtrpcCode.UNKNOWN, failure(call("Crash", new byte[0])).code());
    payloadComesBack();
  }

  @Test
  public void answersMayComeLaterInAnyOrderAndFail() throws InterruptedException {
    CompletableFuture<byte[]> first = call("Later", new byte[] {1});
    CompletableFuture<byte[]> second = call("Later", new byte[] {2});
    while (waiting.size() < 2) {
      Thread.sleep(1);
    }
    for (Waiter one : waiting) {
      if (one.request().payload()[0] == 2) {
        one.answer().complete(new byte[] {22});
      }
    }
    assertArrayEquals(new byte[] {22}, second.join());
    payloadComesBack();
    for (Waiter one : waiting) {
      one.answer()
          .completeExceptionally(new TtrpcException(TtrpcCode.NOT_FOUND, "gone: not found"));
    }
    assertEquals(TtrpcCode.NOT_FOUND, failure(first).code());
  }

  @Test
  public void unknownServiceAndMethodAreUnimplemented() {
    assertEquals(TtrpcCode.UNIMPLEMENTED, failure(call("Nothing", new byte[0])).code());
    CompletableFuture<byte[]> call =
        client.call("t.No", "X", new byte[0], Metadata.none(), Peers.SOON);
    assertEquals("service t.No", failure(call).getMessage());
  }

  @Test
  public void metadataTravelsWithAllItsValues() {
    Metadata two = Metadata.of("key", "a").with("KEY", "b");
    byte[] seen = client.call("t.Echo", "Header", new byte[0], two, Peers.SOON).join();
    assertEquals("a+b", new String(seen, UTF_8));
  }

  @Test
  public void timeoutTravels() {
    byte[] seen =
        client
            .call("t.Echo", "Timeout", new byte[0], Metadata.none(), Duration.ofSeconds(7))
            .join();
    assertEquals("PT7S", new String(seen, UTF_8));
  }

  @Test
  public void messagesUpToTheLimitPassBothWays() {
    byte[] big = new byte[Frame.MAX_DATA - 100];
    big[big.length - 1] = 42;
    assertArrayEquals(big, call("Echo", big).join());
  }

  @Test
  public void requestOverTheLimitIsRefusedHere() {
    TtrpcException e = failure(call("Echo", new byte[Frame.MAX_DATA + 1]));
    assertEquals(TtrpcCode.RESOURCE_EXHAUSTED, e.code());
    payloadComesBack();
  }

  @Test
  public void responseOverTheLimitIsAStatus() {
    TtrpcException e = failure(call("Big", String.valueOf(Frame.MAX_DATA).getBytes(UTF_8)));
    assertEquals(TtrpcCode.RESOURCE_EXHAUSTED, e.code());
    payloadComesBack();
  }

  @Test
  public void answersMayOvertakeEachOther() {
    CompletableFuture<byte[]> slow = call("Gate", new byte[] {1});
    assertArrayEquals(new byte[] {2}, call("Echo", new byte[] {2}).join());
    gate.countDown();
    assertArrayEquals(new byte[] {1}, slow.join());
  }

  @Test
  public void thousandsOfPipelinedCallsFromManyThreadsFindTheirAnswers() throws Exception {
    List<CompletableFuture<Void>> threads = new ArrayList<>();
    for (int thread = 0; thread < 4; thread++) {
      String name = "thread " + thread + " call ";
      threads.add(CompletableFuture.runAsync(() -> pipeline(name), peers.executor()));
    }
    CompletableFuture.allOf(threads.toArray(CompletableFuture<?>[]::new)).get(60, TimeUnit.SECONDS);
  }

  private void pipeline(String name) {
    List<CompletableFuture<byte[]>> calls = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      calls.add(call("Echo", (name + i).getBytes(UTF_8)));
    }
    for (int i = 0; i < calls.size(); i++) {
      assertEquals(name + i, new String(calls.get(i).join(), UTF_8));
    }
  }

  @Test
  public void bigPipelinedRequestsSurviveAFullSocket() {
    List<CompletableFuture<byte[]>> calls = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      byte[] big = new byte[2 << 20];
      big[0] = (byte) i;
      calls.add(call("Echo", big));
    }
    for (int i = 0; i < calls.size(); i++) {
      assertEquals(i, calls.get(i).join()[0]);
    }
  }

  @Test
  public void deadlineEndsTheWaiting() {
    CompletableFuture<byte[]> slow =
        client.call("t.Echo", "Gate", new byte[0], Metadata.none(), Duration.ofMillis(50));
    TtrpcException e = failure(slow);
    assertEquals(TtrpcCode.DEADLINE_EXCEEDED, e.code());
    assertTrue(e.getMessage(), e.getMessage().startsWith("t.Echo/Gate: no answer from unix://"));
    gate.countDown(); // the late answer is dropped
    payloadComesBack();
  }

  @Test
  public void cancelledCallIsForgotten() {
    CompletableFuture<byte[]> slow = call("Gate", new byte[0]);
    assertTrue(slow.cancel(true));
    gate.countDown();
    payloadComesBack();
  }

  @Test
  public void closingFailsWhatWaitsAndWhatComesLater() {
    CompletableFuture<byte[]> slow = call("Gate", new byte[0]);
    client.close();
    assertSame(TtrpcClosedException.class, failure(slow).getClass());
    assertTrue(client.onClose().join().getMessage().contains("by this side"));
    assertSame(TtrpcClosedException.class, failure(call("Echo", new byte[0])).getClass());
  }

  @Test
  public void closedTransportFailsItsClients() {
    CompletableFuture<byte[]> slow = call("Gate", new byte[0]);
    peers.transport().close();
    assertSame(TtrpcClosedException.class, failure(slow).getClass());
    assertThrows(TtrpcException.class, () -> peers.connect());
  }
}
