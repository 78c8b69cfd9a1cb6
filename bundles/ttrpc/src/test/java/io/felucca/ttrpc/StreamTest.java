package io.felucca.ttrpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;

import io.felucca.ttrpc.TtrpcStream.Shape;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

public class StreamTest {
  private static final String SERVICE = "t.Streams";

  @Rule public final Peers peers = new Peers();

  private final CompletableFuture<TtrpcException> serverSaw = new CompletableFuture<>();
  private final CompletableFuture<Void> flooded = new CompletableFuture<>();
  private TtrpcClient client;

  @Before
  public void serve() throws IOException {
    peers.serve(
        new TtrpcServices()
            .streaming(SERVICE, "Join", Shape.CLIENT, (request, stream) -> join(stream))
            .streaming(SERVICE, "Count", Shape.SERVER, (request, stream) -> count(stream))
            .streaming(SERVICE, "Upper", Shape.BOTH, (request, stream) -> upper(stream))
            .streaming(SERVICE, "Last", Shape.BOTH, (request, stream) -> "last".getBytes(UTF_8))
            .streaming(SERVICE, "Refuse", Shape.BOTH, (request, stream) -> refuse(stream))
            .streaming(SERVICE, "Listen", Shape.BOTH, (request, stream) -> listen(stream))
            .streaming(SERVICE, "Flood", Shape.SERVER, (request, stream) -> flood(stream))
            .unary(SERVICE, "Echo", TtrpcRequest::payload));
    client = peers.connect();
  }

  private static byte[] join(TtrpcStream stream) {
    StringBuilder all = new StringBuilder();
    for (Optional<byte[]> m = next(stream); m.isPresent(); m = next(stream)) {
      all.append(new String(m.get(), UTF_8));
    }
    return all.toString().getBytes(UTF_8);
  }

  private static byte[] count(TtrpcStream stream) {
    int until = Integer.parseInt(new String(next(stream).get(), UTF_8));
    assertFalse("the only request message", next(stream).isPresent());
    for (int i = 1; i <= until; i++) {
      stream.send(String.valueOf(i).getBytes(UTF_8)).join();
    }
    return null;
  }

  private static byte[] upper(TtrpcStream stream) {
    for (Optional<byte[]> m = next(stream); m.isPresent(); m = next(stream)) {
      stream.send(new String(m.get(), UTF_8).toUpperCase().getBytes(UTF_8)).join();
    }
    return null;
  }

  private static byte[] refuse(TtrpcStream stream) {
    stream.send("one".getBytes(UTF_8));
    throw new TtrpcException(TtrpcCode.PERMISSION_DENIED, "no more");
  }

  private byte[] listen(TtrpcStream stream) {
    try {
      next(stream);
    } catch (CompletionException e) {
      serverSaw.complete((TtrpcException) e.getCause());
    }
    return null;
  }

  private byte[] flood(TtrpcStream stream) {
    for (int i = 0; i < 200; i++) {
      stream.send(new byte[100_000]).join();
    }
    flooded.complete(null);
    return null;
  }

  private static Optional<byte[]> next(TtrpcStream stream) {
    return stream.receive().orTimeout(120, TimeUnit.SECONDS).join();
  }

  private static String text(TtrpcStream stream) {
    return next(stream).map(bytes -> new String(bytes, UTF_8)).orElse("(end)");
  }

  private TtrpcStream open(String method, Shape shape, String first) {
    return client.stream(SERVICE, method, shape, first.getBytes(UTF_8), Metadata.none());
  }

  @Test
  public void clientSendsManyAndGetsOne() {
    TtrpcStream stream = open("Join", Shape.CLIENT, "");
    stream.send("a".getBytes(UTF_8));
    stream.send("b".getBytes(UTF_8));
    stream.closeSend();
    assertEquals("ab", text(stream));
    assertEquals("(end)", text(stream));
  }

  @Test
  public void serverSendsManyForOne() {
    TtrpcStream stream = open("Count", Shape.SERVER, "300");
    for (int i = 1; i <= 300; i++) {
      assertEquals(String.valueOf(i), text(stream));
    }
    assertEquals("(end)", text(stream));
    assertThrows(TtrpcException.class, () -> stream.send(new byte[0]));
  }

  @Test
  public void bothSidesTalkInTurns() {
    TtrpcStream stream = open("Upper", Shape.BOTH, "first");
    assertEquals("FIRST", text(stream));
    stream.send("x".getBytes(UTF_8));
    assertEquals("X", text(stream));
    stream.send(new byte[0]);
    assertEquals("an empty message is a message", "", text(stream));
    stream.closeSend();
    assertEquals("(end)", text(stream));
    assertThrows(TtrpcException.class, () -> stream.send(new byte[0]));
  }

  @Test
  public void lastMessageMayCloseTheStream() {
    TtrpcStream stream = open("Last", Shape.BOTH, "");
    assertEquals("last", text(stream));
    assertEquals("(end)", text(stream));
  }

  @Test
  public void failureComesAfterTheMessagesBeforeIt() {
    TtrpcStream stream = open("Refuse", Shape.BOTH, "");
    assertEquals("one", text(stream));
    CompletionException e = assertThrows(CompletionException.class, () -> next(stream));
    assertEquals(TtrpcCode.PERMISSION_DENIED, ((TtrpcException) e.getCause()).code());
  }

  @Test
  public void unknownStreamMethodFailsTheReader() {
    TtrpcStream stream = open("Nothing", Shape.BOTH, "");
    CompletionException e = assertThrows(CompletionException.class, () -> next(stream));
    assertEquals(TtrpcCode.UNIMPLEMENTED, ((TtrpcException) e.getCause()).code());
  }

  @Test
  public void serverSeesItsClientGo() {
    open("Listen", Shape.BOTH, "");
    client.close();
    assertEquals(
        TtrpcClosedException.class, serverSaw.orTimeout(120, TimeUnit.SECONDS).join().getClass());
  }

  @Test
  public void slowReaderLosesItsStreamAndNobodyElse() {
    TtrpcStream slow = open("Flood", Shape.SERVER, "");
    byte[] answer =
        client.call(SERVICE, "Echo", new byte[] {3}, Metadata.none(), Peers.SOON).join();
    assertEquals(3, answer[0]);
    flooded
        .orTimeout(120, TimeUnit.SECONDS)
        .join(); // all of it fits nowhere unless the stream was given up
    CompletionException e = assertThrows(CompletionException.class, () -> drain(slow));
    assertEquals(TtrpcCode.RESOURCE_EXHAUSTED, ((TtrpcException) e.getCause()).code());
  }

  @Test
  public void steadyReaderGetsAllOfAFlood() {
    assertEquals(200, drain(open("Flood", Shape.SERVER, "")));
  }

  @Test
  public void closedStreamDropsWhatStillComes() {
    TtrpcStream stream = open("Flood", Shape.SERVER, "");
    stream.close();
    assertThrows(CompletionException.class, () -> next(stream));
    assertEquals(
        1, client.call(SERVICE, "Echo", new byte[1], Metadata.none(), Peers.SOON).join().length);
  }

  private static int drain(TtrpcStream stream) {
    int count = 0;
    while (next(stream).isPresent()) {
      count++;
    }
    return count;
  }
}
